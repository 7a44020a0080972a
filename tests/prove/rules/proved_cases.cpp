// Reads cases and packs for the proofs, and asks a case again.
#include "prove/rules/proved_cases.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cases_runner/expectations.h"
#include "guideline/built_in.h"
#include "guideline/read_pack.h"

namespace stormkeel::prove {
namespace {

[[noreturn]] void cannot_prove(const std::string& why) {
    std::cerr << why << "\n";
    std::exit(1);
}

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void add_ids(std::vector<std::string>& ids, const std::vector<Reason>& reasons) {
    for (const Reason& reason : reasons) ids.push_back(reason.statement);
}

// "ASTCT.G3.vasopressor" in "because ASTCT.G3.vasopressor".
void add_named(std::vector<std::string>& ids, const cases::Expectation& expected) {
    for (const std::string& word : expected.words) {
        if (word.find('.') != std::string::npos && word[0] >= 'A' && word[0] <= 'Z') ids.push_back(word);
    }
}

}  // namespace

Knowledge read_knowledge() {
    const std::span<const PackFile> packs = built_in_packs();
    std::vector<TextFile> texts;
    for (const PackFile& pack : packs) texts.push_back({pack.path, pack.text});
    TerminologyReading terminology = read_terminology(texts);
    ReadGuideline read = read_guideline(packs, terminology.terminology.formulary());
    if (!terminology.problems.empty() || !read.guideline) cannot_prove("the packs built in cannot be read");
    return {std::move(terminology.terminology), std::move(*read.guideline)};
}

std::vector<ProvedCase> read_cases(const std::string& folder, const Terminology& terminology) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".case") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<ProvedCase> found;
    for (const std::filesystem::path& file : files) {
        ProvedCase proved{file.string(), file_text(file), Timeline{}, {}};
        cases::Case read = cases::read_case(proved.text);
        if (!read.problems.empty()) cannot_prove(proved.file + ":" + read.problems.front());
        auto timeline = cases::timeline_of(read, terminology, cases::RowOrder::as_typed);
        if (!timeline) cannot_prove(proved.file + ": the chart cannot be read");
        proved.timeline = std::move(*timeline);
        proved.moments = std::move(read.moments);
        found.push_back(std::move(proved));
    }
    if (found.empty()) cannot_prove(folder + " holds no case");
    return found;
}

bool fails(const ProvedCase& proved, const Terminology& terminology, const Guideline& guideline) {
    return std::any_of(proved.moments.begin(), proved.moments.end(), [&](const cases::Moment& moment) {
        const Assessment assessment = assess(proved.timeline, guideline, moment.at);
        const cases::Answer answer{proved.timeline, guideline, terminology, assessment};
        return std::any_of(moment.expectations.begin(), moment.expectations.end(),
                           [&](const cases::Expectation& expected) { return cases::differs(answer, expected); });
    });
}

std::vector<std::string> statements_of(const ProvedCase& proved, const Guideline& guideline) {
    std::vector<std::string> ids;
    for (const cases::Moment& moment : proved.moments) {
        for (const cases::Expectation& expected : moment.expectations) add_named(ids, expected);
        const Assessment assessment = assess(proved.timeline, guideline, moment.at);
        add_ids(ids, assessment.crs.reasons);
        add_ids(ids, assessment.crs.treat_as_reasons);
        add_ids(ids, assessment.icans.reasons);
        add_ids(ids, assessment.hlh.reasons);
        for (const Recommendation& made : assessment.recommendations) ids.push_back(made.statement);
        for (const Timer& timer : assessment.timers) ids.push_back(timer.statement);
        for (const Gap& gap : assessment.gaps) ids.push_back(gap.statement);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace stormkeel::prove
