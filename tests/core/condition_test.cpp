// Kleene's tables, comparisons of ranges, and the evaluation of compiled conditions.
#include "core/condition.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/time.h"

namespace stormkeel {
namespace {

constexpr Truth no = Truth::absent;
constexpr Truth open = Truth::unknown;
constexpr Truth yes = Truth::present;

TEST(Truth, KleeneTables) {
    const Truth and_table[3][3] = {{no, no, no}, {no, open, open}, {no, open, yes}};
    const Truth or_table[3][3] = {{no, open, yes}, {open, open, yes}, {yes, yes, yes}};
    const Truth values[3] = {no, open, yes};
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b < 3; ++b) {
            EXPECT_EQ(both(values[a], values[b]), and_table[a][b]);
            EXPECT_EQ(either(values[a], values[b]), or_table[a][b]);
        }
    }
    EXPECT_EQ(negated(no), yes);
    EXPECT_EQ(negated(open), open);
    EXPECT_EQ(negated(yes), no);
    EXPECT_EQ(name_of(open), "unknown");
}

TEST(Range, TruthAndRangeAreTheSameKnowledge) {
    EXPECT_EQ(range_of(yes), exactly(1));
    EXPECT_EQ(range_of(no), exactly(0));
    EXPECT_EQ(range_of(open), between(0, 1));
    for (const Truth truth : {no, open, yes}) EXPECT_EQ(truth_of(range_of(truth)), truth);
}

TEST(Range, AtLeastIsKnownOnlyWhenTheWholeRangeAgrees) {
    using enum Step::Kind;
    EXPECT_EQ(compare(exactly(2), at_least, 2), yes);
    EXPECT_EQ(compare(exactly(1), at_least, 2), no);
    EXPECT_EQ(compare(between(1, 2), at_least, 2), open);
    EXPECT_EQ(compare(between(2, 3), at_least, 2), yes);
    EXPECT_EQ(compare(between(0, 1), at_least, 2), no);
    EXPECT_EQ(compare(between(0, unbounded), at_least, 2), open);
    EXPECT_EQ(compare(exactly(2), at_most, 2), yes);
    EXPECT_EQ(compare(exactly(3), at_most, 2), no);
    EXPECT_EQ(compare(between(2, 3), at_most, 2), open);
    EXPECT_EQ(compare(between(1, 2), at_most, 2), yes);
}

TEST(Range, EqualAndUnknown) {
    using enum Step::Kind;
    EXPECT_EQ(compare(exactly(2), equal, 2), yes);
    EXPECT_EQ(compare(exactly(3), equal, 2), no);
    EXPECT_EQ(compare(between(1, 3), equal, 2), open);
    EXPECT_EQ(compare(between(3, 4), equal, 2), no);
    EXPECT_EQ(compare(between(0, 1), equal, 2), no);
    EXPECT_EQ(compare(exactly(2), is_unknown, 0), no);
    EXPECT_EQ(compare(between(1, 3), is_unknown, 0), yes);
}

TEST(Range, WhatNeverHappenedIsShorterThanEveryLength) {
    using enum Step::Kind;
    EXPECT_EQ(compare(not_happened, at_least, 0), no);
    EXPECT_EQ(compare(not_happened, at_least, hours(8).microseconds), no);
    EXPECT_EQ(compare(not_happened, is_unknown, 0), no);
}

Step step(Step::Kind kind, FindingId finding = FindingId::count_of_findings, std::int64_t value = 0) {
    return {kind, finding, value};
}

FindingRanges all_known_to_be_none() {
    FindingRanges findings{};
    findings.fill(exactly(0));
    return findings;
}

const auto ignore = [](const Step&, Truth) {};

TEST(Condition, WithoutStepsItAlwaysHolds) { EXPECT_EQ(evaluate(Condition{}, all_known_to_be_none(), ignore), yes); }

// crs_active and (vasopressors >= 1 or vasopressin)
TEST(Condition, StepsAreEvaluatedInReversePolishOrder) {
    using enum Step::Kind;
    const Condition condition{{step(at_least, FindingId::crs_active, 1), step(at_least, FindingId::vasopressors, 1),
                               step(at_least, FindingId::vasopressin, 1), step(either), step(both)}};
    FindingRanges findings = all_known_to_be_none();
    EXPECT_EQ(evaluate(condition, findings, ignore), no);
    at(findings, FindingId::crs_active) = exactly(1);
    EXPECT_EQ(evaluate(condition, findings, ignore), no);
    at(findings, FindingId::vasopressin) = exactly(1);
    EXPECT_EQ(evaluate(condition, findings, ignore), yes);
    at(findings, FindingId::crs_active) = between(0, 1);
    EXPECT_EQ(evaluate(condition, findings, ignore), open);
    at(findings, FindingId::crs_active) = exactly(1);
    at(findings, FindingId::vasopressin) = exactly(0);
    at(findings, FindingId::vasopressors) = between(0, unbounded);
    EXPECT_EQ(evaluate(condition, findings, ignore), open);
}

TEST(Condition, TheRecorderHearsEveryComparison) {
    using enum Step::Kind;
    const Condition condition{
        {step(at_least, FindingId::fever, 1), step(negate), step(is_unknown, FindingId::spo2_known), step(either)}};
    FindingRanges findings = all_known_to_be_none();
    at(findings, FindingId::fever) = exactly(1);
    std::vector<std::string> heard;
    const Truth truth = evaluate(condition, findings, [&](const Step& told, Truth held) {
        heard.push_back(std::string(name_of(told.finding)) + ' ' + std::string(name_of(held)));
    });
    EXPECT_EQ(truth, no);
    EXPECT_EQ(heard, (std::vector<std::string>{"fever present", "spo2_known absent"}));
}

// (crs_active and vasopressors >= 1) or not vasopressin
TEST(Condition, WhatIsSettledIsNotLookedAt) {
    using enum Step::Kind;
    Condition condition{{step(at_least, FindingId::crs_active, 1), step(at_least, FindingId::vasopressors, 1),
                         step(both), step(at_least, FindingId::vasopressin, 1), step(negate), step(either)}};
    mark_shortcuts(condition);
    EXPECT_EQ(condition.steps[0].skip, 2);
    EXPECT_EQ(condition.steps[0].settles, no);
    EXPECT_EQ(condition.steps[1].skip, 0) << "what stands on the right settles nothing by itself";
    EXPECT_EQ(condition.steps[2].skip, 3);
    EXPECT_EQ(condition.steps[2].settles, yes);
    EXPECT_EQ(condition.steps[3].skip, 0);
    EXPECT_EQ(condition.steps[4].skip, 0);
}

TEST(Condition, MarksFollowAChange) {
    using enum Step::Kind;
    Condition condition{{step(at_least, FindingId::fever, 1), step(at_least, FindingId::vasopressin, 1), step(both)}};
    mark_shortcuts(condition);
    condition.steps[2].kind = either;
    mark_shortcuts(condition);
    FindingRanges findings = all_known_to_be_none();
    at(findings, FindingId::vasopressin) = exactly(1);
    EXPECT_EQ(evaluate(condition, findings), yes);
}

TEST(Condition, LengthsAreFoundWithAndWithoutMarks) {
    using enum Step::Kind;
    Condition condition{{step(at_least, FindingId::crs_grade, 1),
                         step(at_least, FindingId::fever_duration, hours(72).microseconds), step(both)}};
    EXPECT_EQ(lengths_of(condition).size(), 3U);
    mark_shortcuts(condition);
    ASSERT_EQ(lengths_of(condition).size(), 1U);
    EXPECT_EQ(lengths_of(condition)[0].finding, FindingId::fever_duration);
    Condition without{{step(at_least, FindingId::fever, 1)}};
    mark_shortcuts(without);
    EXPECT_TRUE(lengths_of(without).empty());
    EXPECT_TRUE(lengths_of(Condition{}).empty());
}

TEST(Findings, NamesAreTheirOwn) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < finding_count; ++i) {
        EXPECT_TRUE(seen.insert(name_of(static_cast<FindingId>(i))).second);
    }
    EXPECT_EQ(name_of(FindingId::oxygen_support), "oxygen_support");
    EXPECT_EQ(kind_of(FindingId::oxygen_support), FindingKind::level);
    EXPECT_EQ(kind_of(FindingId::therapy_age), FindingKind::duration);
    EXPECT_EQ(kind_of(FindingId::product), FindingKind::choice);
    EXPECT_EQ(kind_of(FindingId::fever), FindingKind::truth);
    EXPECT_EQ(kind_of(FindingId::vasopressors), FindingKind::count);
}

TEST(Findings, LevelsAndChoicesHaveWordsAndNothingElseHas) {
    for (std::size_t i = 0; i < finding_count; ++i) {
        const FindingId finding = static_cast<FindingId>(i);
        const FindingKind kind = kind_of(finding);
        const bool worded =
            (kind == FindingKind::level || kind == FindingKind::choice) && finding != FindingId::product;
        EXPECT_EQ(!words_of(finding).empty(), worded) << name_of(finding);
    }
    const auto levels = words_of(FindingId::oxygen_support);
    EXPECT_EQ((std::vector<std::string_view>(levels.begin(), levels.end())),
              (std::vector<std::string_view>{"none", "low_flow", "high_flow", "positive_pressure"}));
    EXPECT_EQ(words_of(FindingId::consciousness)[3], "unarousable");
    EXPECT_EQ(words_of(FindingId::therapy)[1], "car_t");
    EXPECT_EQ(words_of(FindingId::corticosteroid_course)[2], "methylprednisolone");
}

}  // namespace
}  // namespace stormkeel
