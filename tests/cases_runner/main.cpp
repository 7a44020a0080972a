// case_runner FILE...: runs cases against the built-in packs, the public way from chart text to answer.
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "cases_runner/case_file.h"
#include "cases_runner/expectations.h"
#include "guideline/built_in.h"
#include "guideline/read_pack.h"

namespace stormkeel::cases {
namespace {

struct Knowledge {
    Terminology terminology;
    Guideline guideline;
};

// Nothing when the packs themselves are broken: then no case can be run.
std::optional<Knowledge> read_knowledge() {
    const std::span<const PackFile> packs = built_in_packs();
    std::vector<TextFile> texts;
    for (const PackFile& pack : packs) texts.push_back({pack.path, pack.text});
    TerminologyReading terminology = read_terminology(texts);
    for (const std::string& problem : terminology.problems) std::cerr << problem << "\n";
    ReadGuideline read = read_guideline(packs, terminology.terminology.formulary());
    for (const PackProblem& problem : read.problems)
        std::cerr << problem.file << ":" << problem.line << ": " << problem.what << "\n";
    if (!terminology.problems.empty() || !read.guideline) return std::nullopt;
    return Knowledge{std::move(terminology.terminology), std::move(*read.guideline)};
}

// Prints every difference; true when there is none.
bool check_moments(const std::string& file, const Case& read, const Knowledge& knowledge, const Timeline& timeline) {
    bool passed = true;
    for (const Moment& moment : read.moments) {
        const Assessment assessment = assess(timeline, knowledge.guideline, moment.at);
        const Answer answer{timeline, knowledge.guideline, knowledge.terminology, assessment};
        std::string failures;
        for (const Expectation& expected : moment.expectations) {
            const auto came = differs(answer, expected);
            if (!came) continue;
            failures += file + ":" + std::to_string(expected.line) + ": expected";
            for (const std::string& word : expected.words) failures += " " + word;
            failures += "; came: " + *came + "\n";
        }
        for (const std::string& broken : broken_promises(answer))
            failures += file + ":" + std::to_string(moment.line) + ": " + broken + "\n";
        if (failures.empty()) continue;
        passed = false;
        std::cout << failures << described(assessment);
    }
    return passed;
}

bool run_chart(const std::string& file, const Case& read, const Knowledge& knowledge, RowOrder order) {
    const auto timeline = timeline_of(read, knowledge.terminology, order);
    if (!timeline) {
        std::cout << file << ": the chart cannot be read\n";
        return false;
    }
    return check_moments(file, read, knowledge, *timeline);
}

bool run_case(const std::string& file, const Knowledge& knowledge) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::cout << file << ": cannot be opened\n";
        return false;
    }
    std::ostringstream text;
    text << in.rdbuf();
    const Case read = read_case(text.str());
    for (const std::string& problem : read.problems) std::cout << file << ":" << problem << "\n";
    if (!read.problems.empty()) return false;
    bool passed = run_chart(file, read, knowledge, RowOrder::as_typed);
    if (read.shuffle && !run_chart(file, read, knowledge, RowOrder::reversed)) {
        std::cout << file << ": fails with its rows reversed\n";
        passed = false;
    }
    if (!passed) std::cout << "FAILED: " << read.title << "\n\n";
    return passed;
}

}  // namespace
}  // namespace stormkeel::cases

int main(int count, char** arguments) {
    using namespace stormkeel::cases;
    if (count < 2) {
        std::cerr << "usage: case_runner FILE...   (tests/cases/README.md tells the format)\n";
        return 2;
    }
    const auto knowledge = read_knowledge();
    if (!knowledge) return 1;
    int failed = 0;
    for (int i = 1; i < count; ++i)
        if (!run_case(arguments[i], *knowledge)) ++failed;
    std::cout << (count - 1 - failed) << " of " << (count - 1) << " cases pass\n";
    return failed == 0 ? 0 : 1;
}
