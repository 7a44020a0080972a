// Reads pack after pack, statement after statement.
#include "guideline/read_pack.h"

#include <algorithm>
#include <map>

#include "guideline/fingerprint.h"
#include "guideline/pack_toml.h"
#include "guideline/read_packs.h"
#include "guideline/rule.h"

namespace stormkeel {
namespace pack {
namespace {

void read_files(const PackFolder& folder, Reading& reading, std::vector<PackFile>& texts_read) {
    const auto place = static_cast<std::uint16_t>(reading.guideline.packs.size());
    reading.guideline.packs.push_back(folder.pack);
    texts_read.push_back(folder.toml);
    for (const PackFile& file : folder.files) {
        texts_read.push_back(file);
        for (WrittenStatement& written : read_statements(file.path, file.text, reading.problems)) {
            written.statement.pack = place;
            read_rule(std::move(written), reading);
        }
    }
}

}  // namespace

Reading read_packs(std::span<const PackFile> files, const Formulary& formulary) {
    Reading reading;
    Guideline& guideline = reading.guideline;
    guideline.formulary = formulary;
    guideline.parameters.drug_classes.resize(formulary.drugs.size());
    guideline.parameters.dexamethasone_equivalent.resize(formulary.drugs.size());
    guideline.parameters.norepinephrine_equivalent.resize(formulary.drugs.size());
    guideline.parameters.usual_onset_days.resize(formulary.products.size());
    guideline.parameters.step_up.resize(formulary.products.size());
    std::vector<PackFile> texts_read;
    const std::vector<PackFolder> folders = find_packs(files, formulary, reading.problems);
    for (const PackFolder& folder : folders) read_files(folder, reading, texts_read);
    if (!folders.empty()) refuse_unset(reading, std::string(folders.front().toml.path));
    for (const PackFile& file : files) {
        if (file.path.starts_with("terminology/")) texts_read.push_back(file);
    }
    guideline.fingerprint = fingerprint_of(std::move(texts_read));
    put_in_order(reading.problems);
    return reading;
}

void put_in_order(std::vector<PackProblem>& problems) {
    std::map<std::string, std::size_t> first_named;
    for (std::size_t i = 0; i < problems.size(); ++i) first_named.emplace(problems[i].file, i);
    std::stable_sort(problems.begin(), problems.end(), [&](const PackProblem& a, const PackProblem& b) {
        return std::pair(first_named[a.file], a.line) < std::pair(first_named[b.file], b.line);
    });
}

}  // namespace pack

ReadGuideline read_guideline(std::span<const PackFile> files, const Formulary& formulary) {
    pack::Reading reading = pack::read_packs(files, formulary);
    if (!reading.problems.empty()) return {std::nullopt, std::move(reading.problems)};
    return {std::move(reading.guideline), {}};
}

}  // namespace stormkeel
