// The trace of the built-in packs is complete, and a hole in any pack is found.
#include "guideline/trace.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/terminology.h"
#include "guideline/folder.h"
#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using sample::Files;

Trace built_in_trace() {
    const FolderFiles cases = read_folder(STORMKEEL_SOURCE_DIR "/tests/cases", {".case"});
    std::vector<TextFile> texts;
    for (const PackFile& file : built_in_packs()) texts.push_back({file.path, file.text});
    return trace(built_in_packs(), read_terminology(texts).terminology.formulary(), cases.files);
}

TEST(Trace, EveryStatementOfTheTextsHasItsStatementInThePacks) {
    const Trace found = built_in_trace();
    EXPECT_EQ(sample::text_of(found.problems), "");
    EXPECT_EQ(found.seeds.size(), 98U);
    for (const TracedSeed& each : found.seeds) {
        EXPECT_FALSE(each.statements.empty()) << each.seed.number;
        EXPECT_NE(each.status, TraceStatus::missing) << each.seed.number;
        EXPECT_NE(each.status, TraceStatus::text_only) << each.seed.number;
    }
}

TEST(Trace, TheNumbersAreThoseOfTheTwoTexts) {
    std::vector<PackProblem> problems;
    std::vector<std::string> numbers;
    for (const SeedStatement& seed : read_seeds(built_in_packs(), problems)) numbers.push_back(seed.number);
    std::vector<std::string> expected{"S57b", "S59a", "S71b", "S72b"};
    for (int i = 1; i <= 94; ++i) expected.push_back("S" + std::to_string(i));
    std::sort(numbers.begin(), numbers.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(numbers, expected);
}

// What the samples lack for a trace, and a page of statements under the two numbers.
Files traced(const std::string& page, const std::string& seeds) {
    Files files = sample::with_page(page);
    files["settings/pack.toml"] = files["settings/pack.toml"];
    files["seeds.toml"] = "[statements]\n" + seeds;
    return files;
}

constexpr const char* one_rule = "S1 = { text = \"car_t\", class = \"RX\", claim = \"A drug is given.\" }\n";
constexpr const char* fever_note = "note = \"N.\"\nunder = \"crs\"\nwhen = \"fever\"";

std::string trace_problems(const Files& files, const Files& cases = {}) {
    return sample::text_of(trace(sample::views(files), sample::formulary(), sample::views(cases)).problems);
}

std::string citing(const std::string& number, const std::string& block, const std::string& text) {
    std::string statement = sample::statement("TEST.one", block, text);
    return statement.replace(statement.find("seed S1 "), 8, "seed " + number + " ");
}

TEST(Trace, AStatementThatNoPackCitesIsMissing) {
    const std::string two = std::string(one_rule) + "S2 = { text = \"car_t\", class = \"BG\", claim = \"Why.\" }\n";
    EXPECT_EQ(trace_problems(traced(citing("S1", "rule", fever_note), one_rule)), "");
    EXPECT_EQ(trace_problems(traced(citing("S1", "rule", fever_note), two)),
              "seeds.toml:3: S2: no statement of any pack cites it; write one, or a not-encoded one with the reason");
}

// The statements of the sample settings cite S1 as well, so these ask about S7.
TEST(Trace, ATextAloneIsEnoughForBackgroundOnly) {
    const auto seven = [](const std::string& group) {
        return std::string(one_rule) + "S7 = { text = \"car_t\", class = \"" + group + "\", claim = \"Why.\" }\n";
    };
    const std::string page = citing("S7", "text", "note = \"N.\"");
    EXPECT_EQ(trace_problems(traced(page, seven("BG"))), "");
    EXPECT_EQ(trace_problems(traced(page, seven("ED"))), "");
    EXPECT_EQ(trace_problems(traced(page, seven("RX"))),
              "seeds.toml:3: S7: only a text cites it, and class RX asks for a rule, a judgement or a reason");
}

TEST(Trace, ANumberThatNoTextHasIsFound) {
    EXPECT_EQ(trace_problems(traced(citing("S1, S9", "rule", fever_note), one_rule)),
              "sample/a.md:1: TEST.one: 'S9' is no statement of seeds.toml");
}

TEST(Trace, WhatIsNotEncodedTellsItsReason) {
    EXPECT_EQ(trace_problems(traced(citing("S1", "not-encoded", "why = \"No number.\""), one_rule)), "");
    EXPECT_EQ(trace_problems(traced(citing("S1", "not-encoded", "reason = \"No number.\""), one_rule)),
              "sample/a.md:1: TEST.one: it is not encoded and tells no reason; add why = \"…\"");
}

TEST(Trace, ItKnowsTheCasesThatNameAStatement) {
    const Files files = traced(citing("S1", "rule", fever_note), one_rule);
    const Files cases = {{"p/a.case", "A.\nproves SET.fever_window\nat d2 12:00\n  because TEST.one  # why\n"},
                         {"p/b.case", "B.\nat d2 12:00\n  not  TEST.one\nat d3 12:00\n  not TEST.one\n"},
                         {"p/c.case", "C.\nat d2 12:00\n  because TEST.one\nat d3 12:00\n  not TEST.one\n"}};
    const Trace found = trace(sample::views(files), sample::formulary(), sample::views(cases));
    const auto named = [&](std::string_view id) {
        return *std::find_if(found.statements.begin(), found.statements.end(),
                             [&](const TracedStatement& each) { return each.id == id; });
    };
    EXPECT_EQ(named("TEST.one").holds, (std::vector<std::string>{"p/a", "p/c"}));
    EXPECT_EQ(named("TEST.one").beside, (std::vector<std::string>{"p/b"}));
    EXPECT_EQ(named("TEST.one").kind, "note");
    EXPECT_EQ(named("SET.fever_window").holds, (std::vector<std::string>{"p/a"}));
    EXPECT_EQ(named("SET.fever_window").kind, "number");
    EXPECT_EQ(sample::text_of(found.problems), "");
}

TEST(Trace, ARuleThatNoCaseExpectsIsMissing) {
    const Files files = traced(citing("S1", "rule", fever_note), one_rule);
    const std::string missing =
        "sample/a.md:1: TEST.one: no case expects it; add 'because TEST.one' to one, typed from the source";
    EXPECT_EQ(trace_problems(files, {{"a.case", "A.\nat d2 12:00\n  not TEST.one\n"}}), missing);
    EXPECT_EQ(trace_problems(files, {{"a.case", "A.\nat d2 12:00\n  because SET.x TEST.one\n"}}), "");
    EXPECT_EQ(trace_problems(files, {{"a.case", "A.\nat d2 12:00\n  made TEST.one give x\n"}}), "");
    EXPECT_EQ(trace_problems(files, {{"a.case", "A.\nat d2 12:00\n  made SET.x give TEST.one\n"}}), missing);
    EXPECT_EQ(trace_problems(files), "") << "without cases nothing is said of them";
}

TEST(Trace, ASeedThatReadsWrongIsRefused) {
    const auto told = [](const std::string& seeds) {
        return trace_problems(traced(citing("S1", "rule", fever_note), seeds));
    };
    EXPECT_EQ(told(std::string(one_rule) + "S1 = { text = \"car_t\", class = \"RX\", claim = \"B.\" }\n").substr(0, 36),
              "seeds.toml:3: this is no TOML: Error");
    EXPECT_EQ(told("S1 = { text = \"cart\", class = \"RX\", claim = \"A.\" }\n"),
              "seeds.toml:2: 'cart' is no word of 'text'; its words are car_t, pharmacist");
    EXPECT_EQ(told("S1 = { text = \"car_t\", class = \"RY\", claim = \"A.\" }\n").substr(0, 45),
              "seeds.toml:2: 'RY' is no word of 'class'; its");
    EXPECT_EQ(
        told("S1 = { text = \"car_t\", class = \"RX\", claim = \"a b c d e f g h i j k l m n o p q r s t u\" }\n"),
        "seeds.toml:2: S1: a claim has at most 20 words");
    Files files = traced(citing("S1", "rule", fever_note), one_rule);
    files.erase("seeds.toml");
    EXPECT_NE(trace_problems(files).find("seeds.toml:1: this file is missing"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
