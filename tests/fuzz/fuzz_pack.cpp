// Any bytes as a guideline pack: every mistake is a problem with a place, and what reads without one can be evaluated.
//
// An input is one or several files of a pack, each after a line "=== path"; an input without such a line is the text of
// one condition. Files below sites/fuzz/ are laid over the packs built in.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../properties/knowledge.h"
#include "answers.h"
#include "guideline/built_in.h"
#include "guideline/parse_condition.h"
#include "guideline/read_calendar.h"

namespace {

using namespace stormkeel;

// toml++ 3.3 runs into undefined behaviour at some letters beyond ASCII that stand outside quotes (its test for exotic
// blanks leaves cases open). The search would stop there again and again, so such letters stay only in headings and
// quoted sentences, which no TOML parser sees.
std::string ascii_in_blocks(std::string text) {
    bool in_prose = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins_line = i == 0 || text[i - 1] == '\n';
        if (begins_line) in_prose = text[i] == '#' || text[i] == '>';
        if (!in_prose && static_cast<unsigned char>(text[i]) >= 0x80) text[i] = '?';
    }
    return text;
}

std::vector<PackFile> files_of(std::string_view text) {
    std::vector<PackFile> files;
    constexpr std::string_view mark = "=== ";
    while (text.starts_with(mark)) {
        const std::size_t line_end = text.find('\n');
        if (line_end == std::string_view::npos) break;
        const std::string_view path = text.substr(mark.size(), line_end - mark.size());
        text.remove_prefix(line_end + 1);
        const std::size_t next = text.find("\n=== ");
        const std::size_t length = next == std::string_view::npos ? text.size() : next + 1;
        files.push_back({path, text.substr(0, length)});
        text.remove_prefix(length);
    }
    return files;
}

void demand_evaluable(const Condition& condition) {
    FindingRanges nothing_known{};
    nothing_known.fill(between(0, unbounded));
    std::size_t depth = 0;
    for (const Step& step : condition.steps) {
        const bool joins = step.kind == Step::Kind::both || step.kind == Step::Kind::either;
        if (joins) {
            fuzz::demand(depth >= 2);
            --depth;
        } else if (step.kind == Step::Kind::negate) {
            fuzz::demand(depth >= 1);
        } else {
            fuzz::demand(step.finding < FindingId::count_of_findings);
            fuzz::demand(++depth <= Condition::depth_limit);
        }
    }
    fuzz::demand(condition.steps.empty() || depth == 1);
    const Truth in_full = evaluate(condition, nothing_known, [](const Step&, Truth) {});
    fuzz::demand(evaluate(condition, nothing_known) == in_full);
}

// Whatever a site writes, it is refused with a place or the guideline keeps every grade.
void demand_site(const std::vector<PackFile>& site, const Formulary& formulary) {
    std::vector<PackFile> files(built_in_packs().begin(), built_in_packs().end());
    files.insert(files.end(), site.begin(), site.end());
    const ReadCalendar read = read_calendar(files, formulary, "fuzz");
    for (const PackProblem& problem : read.problems) fuzz::demand(!problem.what.empty() && problem.line >= 0);
    fuzz::demand(read.calendar.has_value() == read.problems.empty());
    if (!read.calendar) return;
    for (const GuidelineCalendar::Period& period : read.calendar->periods()) {
        fuzz::demand(period.guideline.grade_rules.size() == knowledge().guideline.grade_rules.size());
        for (const Advice& advice : period.guideline.advice) demand_evaluable(advice.when);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size > 32'768) return 0;
    const std::string text = ascii_in_blocks(std::string(bytes, bytes + size));
    const std::vector<PackFile> files = files_of(text);
    const Formulary& formulary = knowledge().terminology.formulary();
    if (files.empty()) {
        const pack::ConditionReading read = pack::read_condition(text, formulary);
        for (const auto& problem : read.problems) fuzz::demand(!problem.what.empty());
        if (read.problems.empty()) demand_evaluable(read.condition);
        return 0;
    }
    if (files.front().path.starts_with("sites/fuzz/")) {
        demand_site(files, formulary);
        return 0;
    }
    const ReadGuideline read = read_guideline(files, formulary);
    for (const PackProblem& problem : read.problems) fuzz::demand(!problem.what.empty() && problem.line >= 0);
    fuzz::demand(read.guideline.has_value() == read.problems.empty());
    return 0;
}
