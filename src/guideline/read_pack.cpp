// Reads pack after pack, statement after statement.
#include "guideline/read_pack.h"
#include "guideline/every_rule.h"

#include <algorithm>
#include <map>

#include "guideline/fingerprint.h"
#include "guideline/pack_toml.h"
#include "guideline/read_packs.h"
#include "guideline/rule.h"
#include "guideline/site.h"

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

namespace {

Reading empty_reading(const Formulary& formulary) {
    Reading reading;
    Guideline& guideline = reading.guideline;
    guideline.formulary = formulary;
    guideline.parameters.drug_classes.resize(formulary.drugs.size());
    guideline.parameters.dexamethasone_equivalent.resize(formulary.drugs.size());
    guideline.parameters.norepinephrine_equivalent.resize(formulary.drugs.size());
    guideline.parameters.high_dose_rate.resize(formulary.drugs.size());
    guideline.parameters.rate_of_norepinephrine.resize(formulary.drugs.size());
    guideline.parameters.usual_onset_days.resize(formulary.products.size());
    guideline.parameters.step_up.resize(formulary.products.size());
    return reading;
}

// The site's own statements, and what it changes of the others.
void read_site(const Site& site, const Selection& selection, Reading& reading, std::vector<PackFile>& texts_read) {
    reading.guideline.site = selection.site;
    if (selection.on && site.folder.pack.in_force_from > *selection.on) return;
    read_files(site.folder, reading, texts_read);
    if (reading.problems.empty()) apply(site, selection.on, reading);
}

// Which settings have begun is part of what decides an answer: one text means another before and after their day.
std::string settings_in_force(const Guideline& guideline) {
    std::string text;
    for (const SiteChange& change : guideline.site_changes) {
        text += guideline.statements[change.statement].id + " " + to_text(change.in_force_from) + "\n";
    }
    return text;
}

}  // namespace

Reading read_packs(std::span<const PackFile> files, const Formulary& formulary, const Selection& selection) {
    Reading reading = empty_reading(formulary);
    Guideline& guideline = reading.guideline;
    std::vector<PackFile> texts_read;
    const std::vector<PackFolder> folders = in_force(find_packs(files, formulary, reading.problems), selection.on);
    for (const PackFolder& folder : folders) read_files(folder, reading, texts_read);
    if (!selection.site.empty()) {
        const Site site = find_site(files, selection.site, reading.problems);
        read_site(site, selection, reading, texts_read);
    }
    // No layer changes a condition any more.
    for_every_rule(guideline, [](auto& rule) { mark_shortcuts(rule.when); });
    if (!folders.empty()) refuse_unset(reading, std::string(folders.front().toml.path));
    for (const PackFile& file : files) {
        if (file.path.starts_with("terminology/")) texts_read.push_back(file);
    }
    const std::string settings = settings_in_force(guideline);
    if (!settings.empty()) texts_read.push_back({"settings in force", settings});
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

ReadGuideline read_guideline(std::span<const PackFile> files, const Formulary& formulary, const Selection& selection) {
    pack::Reading reading = pack::read_packs(files, formulary, selection);
    if (!reading.problems.empty()) return {std::nullopt, std::move(reading.problems)};
    return {std::move(reading.guideline), {}};
}

DraftGuideline read_draft(std::span<const PackFile> files, const Formulary& formulary, const Selection& selection) {
    pack::Reading reading = pack::read_packs(files, formulary, selection);
    return {std::move(reading.guideline), std::move(reading.problems)};
}

}  // namespace stormkeel
