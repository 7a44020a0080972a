// Conditions: what they mean once compiled, and how a wrong one is refused.
#include <gtest/gtest.h>

#include "guideline/parse_condition.h"
#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

Condition compiled(std::string_view text) {
    const auto reading = pack::read_condition(text, sample::formulary());
    for (const auto& problem : reading.problems) ADD_FAILURE() << text << ": " << problem.what;
    return reading.condition;
}

std::string refused(std::string_view text) {
    std::string found;
    for (const auto& problem : pack::read_condition(text, sample::formulary()).problems) {
        found += (found.empty() ? "" : "\n") + std::to_string(problem.line) + ": " + problem.what;
    }
    return found;
}

// The truth of a condition when the named findings have these ranges and everything else is 0.
Truth truth(std::string_view text, const std::vector<std::pair<FindingId, Range>>& findings) {
    FindingRanges ranges{};
    for (const auto& [finding, range] : findings) ranges[static_cast<std::size_t>(finding)] = range;
    return evaluate(compiled(text), ranges, [](const Step&, Truth) {});
}

constexpr auto fever_finding = FindingId::fever;
constexpr auto vasopressors = FindingId::vasopressors;
constexpr auto vasopressin = FindingId::vasopressin;
constexpr auto oxygen = FindingId::oxygen_support;

TEST(Conditions, AndBindsTighterThanOr) {
    const std::string_view text = "fever or vasopressin and vasopressors >= 1";
    EXPECT_EQ(truth(text, {{fever_finding, exactly(1)}}), Truth::present);
    EXPECT_EQ(truth(text, {{vasopressin, exactly(1)}}), Truth::absent);
    EXPECT_EQ(truth("(fever or vasopressin) and vasopressors >= 1", {{fever_finding, exactly(1)}}), Truth::absent);
    EXPECT_EQ(truth("not fever and vasopressin", {{vasopressin, exactly(1)}}), Truth::present);
}

TEST(Conditions, EachSignStandsOnItsSideOfTheNumber) {
    struct Row {
        std::string_view text;
        Truth at_1, at_2, at_3;
    };
    constexpr Truth yes = Truth::present;
    constexpr Truth no = Truth::absent;
    for (const Row& row : {Row{"vasopressors >= 2", no, yes, yes}, Row{"vasopressors > 2", no, no, yes},
                           Row{"vasopressors <= 2", yes, yes, no}, Row{"vasopressors < 2", yes, no, no},
                           Row{"vasopressors = 2", no, yes, no}}) {
        EXPECT_EQ(truth(row.text, {{vasopressors, exactly(1)}}), row.at_1) << row.text;
        EXPECT_EQ(truth(row.text, {{vasopressors, exactly(2)}}), row.at_2) << row.text;
        EXPECT_EQ(truth(row.text, {{vasopressors, exactly(3)}}), row.at_3) << row.text;
    }
}

TEST(Conditions, WordsOfALevelAreInTheirOrder) {
    EXPECT_EQ(truth("oxygen_support >= high_flow", {{oxygen, exactly(1)}}), Truth::absent);
    EXPECT_EQ(truth("oxygen_support >= high_flow", {{oxygen, exactly(2)}}), Truth::present);
    EXPECT_EQ(truth("oxygen_support >= high_flow", {{oxygen, between(1, 2)}}), Truth::unknown);
    EXPECT_EQ(truth("oxygen_support < low_flow", {{oxygen, exactly(0)}}), Truth::present);
    EXPECT_EQ(truth("oxygen_support is unknown", {{oxygen, between(1, 2)}}), Truth::present);
    EXPECT_EQ(truth("oxygen_support is unknown", {{oxygen, exactly(2)}}), Truth::absent);
}

TEST(Conditions, AProductAndATherapyClassAreNamed) {
    EXPECT_EQ(truth("product = teclistamab", {{FindingId::product, exactly(1)}}), Truth::present);
    EXPECT_EQ(truth("product = axicabtagene_ciloleucel", {{FindingId::product, exactly(1)}}), Truth::absent);
    EXPECT_EQ(truth("therapy = bispecific", {{FindingId::therapy, exactly(2)}}), Truth::present);
}

TEST(Conditions, ALengthOfTimeIsComparedToTheMicrosecond) {
    const auto age = FindingId::fever_duration;
    const std::int64_t day = 86'400'000'000;
    for (const std::string_view text : {"fever_duration >= 72 h", "fever_duration >= \"72 h\"", "fever_duration >= 3 d",
                                        "fever_duration >= 4320 min"}) {
        EXPECT_EQ(truth(text, {{age, exactly(3 * day - 1)}}), Truth::absent) << text;
        EXPECT_EQ(truth(text, {{age, exactly(3 * day)}}), Truth::present) << text;
    }
    EXPECT_EQ(truth("fever_duration > 1 d", {{age, exactly(day)}}), Truth::absent);
    EXPECT_EQ(truth("fever_duration > 1 d", {{age, exactly(day + 1)}}), Truth::present);
    EXPECT_EQ(truth("fever_duration < 1 d", {{age, exactly(day - 1)}}), Truth::present);
    EXPECT_EQ(truth("fever_duration < 1 d", {{age, exactly(day)}}), Truth::absent);
}

TEST(Conditions, WhatNeverHappenedComparesAbsentWithEverything) {
    const auto age = FindingId::tocilizumab_age;
    for (const std::string_view text :
         {"tocilizumab_age >= 8 h", "tocilizumab_age > 8 h", "tocilizumab_age < 8 h", "tocilizumab_age <= 8 h"}) {
        EXPECT_EQ(truth(text, {{age, not_happened}}), Truth::absent) << text;
    }
}

TEST(Conditions, UnlessIsAndNot) {
    const Condition both = pack::when_but_not(compiled("fever"), compiled("vasopressin or vasopressors >= 1"));
    FindingRanges ranges{};
    ranges[static_cast<std::size_t>(fever_finding)] = exactly(1);
    const auto ignored = [](const Step&, Truth) {};
    EXPECT_EQ(evaluate(both, ranges, ignored), Truth::present);
    ranges[static_cast<std::size_t>(vasopressin)] = exactly(1);
    EXPECT_EQ(evaluate(both, ranges, ignored), Truth::absent);
    ranges[static_cast<std::size_t>(vasopressin)] = between(0, 1);
    EXPECT_EQ(evaluate(both, ranges, ignored), Truth::unknown);
    EXPECT_EQ(evaluate(pack::when_but_not({}, compiled("fever")), ranges, ignored), Truth::absent);
}

TEST(Conditions, AWrongWordIsNamedWithTheNearest) {
    EXPECT_EQ(refused("oxygen_suport >= low_flow"), "0: 'oxygen_suport' is no finding; did you mean 'oxygen_support'?");
    EXPECT_EQ(refused("blood_sugar"), "0: 'blood_sugar' is no finding");
    EXPECT_EQ(refused("oxygen_support >= lowflow"),
              "0: 'lowflow' is no word of 'oxygen_support'; did you mean 'low_flow'?");
    EXPECT_EQ(refused("oxygen_support >= 2"),
              "0: '2' is no word of 'oxygen_support'; its words are none, low_flow, high_flow, positive_pressure");
    EXPECT_EQ(refused("product = teclistamb"), "0: 'teclistamb' is no word of 'product'; did you mean 'teclistamab'?");
}

TEST(Conditions, EveryTypeIsChecked) {
    EXPECT_EQ(refused("vasopressors"), "0: 'vasopressors' is not yes or no; compare it with >=, <=, >, < or =");
    EXPECT_EQ(refused("fever = 1"), "0: 'fever' is yes or no and compares with nothing; write it alone or with 'not'");
    EXPECT_EQ(refused("vasopressors >= low_flow"),
              "0: 'vasopressors' is a count; compare it with a whole number, as in '>= 1'");
    EXPECT_EQ(refused("vasopressors >= 2 h"),
              "0: 'vasopressors' is a count; compare it with a whole number, as in '>= 1'");
    EXPECT_EQ(refused("therapy >= car_t"), "0: 'therapy' has words without an order; only = compares it");
    EXPECT_EQ(refused("fever_duration >= 72"),
              "0: 'fever_duration' is a length of time; compare it with one, as in '>= 72 h' (min, h or d)");
    EXPECT_EQ(refused("fever_duration = 72 h"), "0: 'fever_duration' is never exactly a length of time; use >= or <=");
}

TEST(Conditions, SeveralMistakesAreToldAtOnceWithTheirLines) {
    EXPECT_EQ(refused("fevr\n and vasopressors"),
              "0: 'fevr' is no finding; did you mean 'fever'?\n"
              "1: 'vasopressors' is not yes or no; compare it with >=, <=, >, < or =");
}

TEST(Conditions, ABrokenSentenceSaysWhatWasExpected) {
    EXPECT_EQ(refused(""), "0: the condition is empty");
    EXPECT_EQ(refused("fever and"), "0: expected a finding, and the condition ends");
    EXPECT_EQ(refused("fever vasopressin"),
              "0: expected 'and', 'or' or the end, and the condition goes on with 'vasopressin'");
    EXPECT_EQ(refused("(fever"), "0: expected ')', and the condition ends");
    EXPECT_EQ(refused("fever)"), "0: expected 'and', 'or' or the end, and the condition goes on with ')'");
    EXPECT_EQ(refused("vasopressors == 1"), "0: '==' is no sign; write '='");
    EXPECT_EQ(refused("therapy != car_t"), "0: '!=' is no sign; write 'not FINDING = WORD'");
    EXPECT_EQ(refused("vasopressors >="),
              "0: expected a whole number, a word or a length of time after '>=', and the condition ends");
    EXPECT_EQ(
        refused("vasopressors >= 1.5"),
        "0: expected a whole number, a word or a length of time after '>=', and the condition goes on with '1.5'");
    EXPECT_EQ(refused("fever is known"), "0: expected 'unknown' after 'is', and the condition goes on with 'known'");
    EXPECT_EQ(refused("fever ≥ 1"), "0: expected 'and', 'or' or the end, and the condition goes on with '≥'");
    EXPECT_EQ(refused("vasopressors >= 99999999999999999999"),
              "0: 'vasopressors' is a count; compare it with a whole number, as in '>= 1'");
}

TEST(Conditions, NestingHasALimit) {
    const std::string fifteen = std::string(15, '(') + "fever" + std::string(15, ')');
    EXPECT_EQ(refused(fifteen), "");
    const std::string sixteen = "(" + fifteen + ")";
    EXPECT_EQ(refused(sixteen), "0: the condition nests deeper than 16; divide the statement");
    EXPECT_EQ(refused(std::string(100'000, '(')), "0: the condition nests deeper than 16; divide the statement");
    std::string nots;
    for (int i = 0; i < 100'000; ++i) nots += "not ";
    EXPECT_EQ(refused(nots + "fever"), "0: the condition nests deeper than 16; divide the statement");
}

TEST(Conditions, ALongChainNeedsNoDepth) {
    std::string chain = "fever";
    for (int i = 0; i < 200; ++i) chain += " and vasopressors <= 3";
    EXPECT_EQ(pack::depth_of(compiled(chain)), 2U);
}

}  // namespace
}  // namespace stormkeel
