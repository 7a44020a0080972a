// Which conditions of an answer are alarms, row by row of a table.
#include "core/alarms.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

constexpr Instant answered_at{1'772'500'000'000'000};

Assessment answer(int crs_at_least, int crs_at_most, int icans_at_least = 0, int icans_at_most = 0) {
    Assessment made;
    made.as_of = answered_at;
    made.crs.at_least = crs_at_least;
    made.crs.at_most = crs_at_most;
    made.icans.at_least = icans_at_least;
    made.icans.at_most = icans_at_most;
    made.hlh.status = HlhStatus::absent;
    return made;
}

AlarmTable one(AlarmSign sign, int from, Duration after = {}) {
    return {{{"condition", sign, from, after, AlarmPriority::medium}}, {}, {}};
}

using Words = std::vector<std::string>;

// The words of the only alarm; none when it is not on.
Words words(const Assessment& assessment, const AlarmTable& table, std::optional<GradesBefore> before = std::nullopt) {
    const auto on = alarms_on(assessment, before, table);
    return on.empty() ? Words{} : on.at(0).words;
}

TEST(Alarms, AGradeCountsFromItsLimitAndBringsThoseBelowItAndWhatMayBe) {
    EXPECT_EQ(words(answer(3, 3), one(AlarmSign::crs_at_least, 3)),
              (Words{"1", "2", "3", "possible_1", "possible_2", "possible_3"}));
    EXPECT_EQ(words(answer(2, 4), one(AlarmSign::crs_at_least, 3)), Words{});
    EXPECT_EQ(words(answer(0, 0, 2, 4), one(AlarmSign::icans_at_least, 1)),
              (Words{"1", "2", "possible_1", "possible_2"}));
    EXPECT_EQ(words(answer(4, 4, 2, 4), one(AlarmSign::icans_at_least, 3)), Words{});
}

TEST(Alarms, WhatMayBeCountsOnceSomethingIsCertain) {
    EXPECT_EQ(words(answer(1, 3), one(AlarmSign::crs_may_be, 3)),
              (Words{"1", "possible_1", "possible_2", "possible_3"}));
    EXPECT_EQ(words(answer(1, 2), one(AlarmSign::crs_may_be, 3)), Words{});
    EXPECT_EQ(words(answer(0, 4), one(AlarmSign::crs_may_be, 3)), Words{});
    EXPECT_EQ(words(answer(0, 0, 2, 3), one(AlarmSign::icans_may_be, 3)),
              (Words{"1", "2", "possible_1", "possible_2", "possible_3"}));
    EXPECT_EQ(words(answer(0, 0, 0, 4), one(AlarmSign::icans_may_be, 3)), Words{});
}

TEST(Alarms, NothingCertainCountsOnlyAfterATherapy) {
    Assessment unknown = answer(0, 3);
    EXPECT_EQ(words(unknown, one(AlarmSign::crs_not_known, 3)), Words{});
    unknown.therapy = TherapyView{};
    EXPECT_EQ(words(unknown, one(AlarmSign::crs_not_known, 3)), Words{"possible_1"});
    unknown.crs.at_most = 2;
    EXPECT_EQ(words(unknown, one(AlarmSign::crs_not_known, 3)), Words{});
}

// Nothing is certain without a therapy, so nothing else would be told of a patient who may be at grade 3.
TEST(Alarms, ATherapyThatIsMissingIsAskedForWhereMoreThanAFeverIsCharted) {
    const AlarmTable table = one(AlarmSign::crs_without_therapy, 3);
    Assessment sick = answer(0, 3);
    EXPECT_EQ(words(sick, table), Words{}) << "of whom nothing is charted everything is possible";
    const auto charted = [](const char* item) {
        Evidence evidence;
        evidence.item = item;
        return evidence;
    };
    const Evidence fever = charted("temperature");
    sick.crs.reasons = {{"fever", Truth::unknown, "", {fever}}, {"vasopressor", Truth::unknown, "", {fever}}};
    EXPECT_EQ(words(sick, table), Words{}) << "a fever alone";
    sick.crs.reasons[1].evidence.push_back(charted("rate:norepinephrine"));
    EXPECT_EQ(words(sick, table), Words{"therapy"});
    EXPECT_NE(alarms_on(sick, std::nullopt, table).at(0).text.find("chart its product and the time of its infusion"),
              std::string::npos);
    sick.crs.at_most = 2;
    EXPECT_EQ(words(sick, table), Words{});
    sick.crs.at_most = 4;
    sick.therapy = TherapyView{};
    EXPECT_EQ(words(sick, table), Words{}) << "what is graded is told by its grade";
    sick.therapy.reset();
    sick.crs.reasons[0].evidence.clear();
    EXPECT_EQ(words(sick, table), Words{}) << "no fever is charted";
}

TEST(Alarms, ARiseCountsFromItsLimitAndNeverWithoutAnAnswerBefore) {
    const Words to_3{"1", "2", "3", "possible_1", "possible_2", "possible_3"};
    const AlarmTable crs = one(AlarmSign::crs_rise, 2);
    EXPECT_EQ(words(answer(3, 3, 4, 4), crs, GradesBefore{1, 0}), to_3);
    EXPECT_EQ(words(answer(3, 3, 4, 4), crs, GradesBefore{2, 0}), Words{});
    EXPECT_EQ(words(answer(3, 3), crs), Words{});
    const AlarmTable icans = one(AlarmSign::icans_rise, 2);
    EXPECT_EQ(words(answer(4, 4, 3, 3), icans, GradesBefore{0, 1}), to_3);
    EXPECT_EQ(words(answer(4, 4, 3, 3), icans, GradesBefore{0, 2}), Words{});
    EXPECT_EQ(words(answer(4, 4, 3, 3), icans), Words{});
}

// As in the built-in table, of CRS alone.
AlarmTable crs_rows() {
    return {{{"crs", AlarmSign::crs_at_least, 3, {}, AlarmPriority::high},
             {"crs", AlarmSign::crs_may_be, 3, {}, AlarmPriority::high},
             {"crs", AlarmSign::crs_at_least, 2, {}, AlarmPriority::medium},
             {"crs", AlarmSign::crs_at_least, 1, {}, AlarmPriority::low},
             {"crs", AlarmSign::crs_not_known, 3, {}, AlarmPriority::low}},
            {},
            {}};
}

Alarm crs_alarm(AlarmPriority priority, const Words& told) { return {"crs", priority, told}; }

// What is on while this was told.
std::optional<Alarm> on_while(const Alarm& told, int at_least, int at_most) {
    Assessment now = answer(at_least, at_most);
    now.therapy = TherapyView{};
    const auto on = alarms_held(alarms_on(now, std::nullopt, crs_rows()), {told}, now, crs_rows());
    return on.empty() ? std::nullopt : std::optional(on.at(0));
}

TEST(Alarms, AGradeThatIsNotKnownAnyMoreGoesOnUntilItHasPassed) {
    const Words to_2{"1", "2", "possible_1", "possible_2"};
    const Words to_3{"1", "2", "3", "possible_1", "possible_2", "possible_3"};
    const Alarm told = crs_alarm(AlarmPriority::high, to_3);
    EXPECT_EQ(on_while(told, 0, 4)->priority, AlarmPriority::high);
    EXPECT_EQ(on_while(told, 0, 4)->words, to_3);
    EXPECT_EQ(on_while(told, 0, 3)->priority, AlarmPriority::high);
    EXPECT_EQ(on_while(told, 0, 2)->priority, AlarmPriority::medium) << "grade 3 has passed, and 2 has not";
    EXPECT_EQ(on_while(told, 0, 2)->words, to_2);
    EXPECT_EQ(on_while(told, 1, 1)->priority, AlarmPriority::low);
    EXPECT_FALSE(on_while(told, 0, 0));
    const Words to_4{"1", "2", "3", "4", "possible_1", "possible_2", "possible_3", "possible_4"};
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::high, to_4), 0, 3)->words, to_3);
}

TEST(Alarms, WhatIsNotKnownAnyMoreIsNeverGraverThanItWasTold) {
    const Words to_1{"1", "possible_1"};
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::low, to_1), 0, 4)->priority, AlarmPriority::low);
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::low, to_1), 0, 4)->words, to_1);
    const Words may_be{"1", "possible_1", "possible_2", "possible_3"};
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::high, may_be), 0, 4)->priority, AlarmPriority::high);
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::high, may_be), 0, 4)->words, may_be);
    EXPECT_EQ(on_while(crs_alarm(AlarmPriority::low, {"possible_1"}), 0, 4)->words, Words{"possible_1"});
}

TEST(Alarms, AGradeThatIsChartedAgainAfterItWasNotKnownHasNotRisen) {
    const Alarm told = crs_alarm(AlarmPriority::medium, {"1", "2", "possible_1", "possible_2"});
    EXPECT_EQ(grades_before(answer(0, 4, 1, 4), {told}, crs_rows()).crs, 2);
    EXPECT_EQ(grades_before(answer(0, 4, 1, 4), {told}, crs_rows()).icans, 1);
    EXPECT_EQ(grades_before(answer(3, 3), {told}, crs_rows()).crs, 3);
    EXPECT_EQ(grades_before(answer(0, 4), {}, crs_rows()).crs, 0);
}

TEST(Alarms, WordsOfAnEarlierVersionAreThoseOfTheSameGrades) {
    const Words may_be_3{"1", "2", "possible_1", "possible_2", "possible_3"};
    EXPECT_TRUE(tells_apart(may_be_3, Words{"1", "2", "3"}));
    EXPECT_FALSE(tells_apart(may_be_3, Words{"1", "2"}));
    EXPECT_FALSE(tells_apart(may_be_3, may_be_3)) << "they are of this version";
    EXPECT_TRUE(tells_apart(Words{"possible_1"}, Words{"1"}));
    EXPECT_FALSE(tells_apart(Words{"1"}, Words{"1"})) << "HLH has no grades";
    EXPECT_FALSE(tells_apart(Words{"tocilizumab"}, Words{"tocilizumab"}));
}

TEST(Alarms, SuspectedHlhIsOneAndUnknownIsNone) {
    Assessment made = answer(0, 0);
    made.hlh.status = HlhStatus::suspected;
    EXPECT_EQ(words(made, one(AlarmSign::hlh_suspected, 0)), Words{"1"});
    made.hlh.status = HlhStatus::unknown;
    EXPECT_EQ(words(made, one(AlarmSign::hlh_suspected, 0)), Words{});
}

Recommendation advice(Action action, Urgency urgency, const std::string& item) {
    Recommendation made;
    made.action = action;
    made.urgency = urgency;
    made.item = item;
    return made;
}

TEST(Alarms, WhatIsToBeGivenNowIsNamedOnce) {
    Assessment made = answer(2, 2);
    made.recommendations = {advice(Action::give, Urgency::now, "oxygen"),
                            advice(Action::give, Urgency::now, "tocilizumab"),
                            advice(Action::give, Urgency::now, "tocilizumab"),
                            advice(Action::give, Urgency::today, "levetiracetam"),
                            advice(Action::consider, Urgency::now, "dexamethasone"),
                            advice(Action::monitor, Urgency::now, "vital_signs")};
    EXPECT_EQ(words(made, one(AlarmSign::treatment_due, 0)), (Words{"oxygen", "tocilizumab"}));
}

TEST(Alarms, AClockCountsFromThirtyMinutesOverdueAndIsWaitedFor) {
    const AlarmTable table = one(AlarmSign::clock_overdue, 0, minutes(30));
    Assessment made = answer(1, 1);
    made.timers = {{"", "regrade", answered_at - minutes(30), true},
                   {"", "crp", answered_at - minutes(29), true},
                   {"", "ferritin", answered_at + hours(1), false}};
    EXPECT_EQ(words(made, table), Words{"regrade"});
    EXPECT_EQ(next_alarm(made, table), answered_at + minutes(1));
    made.timers = {{"", "ferritin", answered_at + hours(1), false}};
    EXPECT_EQ(next_alarm(made, table), answered_at + minutes(90));
    made.timers.clear();
    EXPECT_EQ(next_alarm(made, table), forever);
}

TEST(Alarms, OfTheRowsOfOneConditionTheMostUrgentThatHoldsCounts) {
    const AlarmTable table{{{"crs", AlarmSign::crs_at_least, 1, {}, AlarmPriority::low},
                            {"crs", AlarmSign::crs_may_be, 3, {}, AlarmPriority::high},
                            {"icans", AlarmSign::icans_at_least, 1, {}, AlarmPriority::medium}},
                           {},
                           {}};
    const auto on = alarms_on(answer(1, 4, 1, 1), std::nullopt, table);
    ASSERT_EQ(on.size(), 2U);
    EXPECT_EQ(on[0].condition, "crs");
    EXPECT_EQ(on[0].priority, AlarmPriority::high);
    EXPECT_EQ(on[0].words, (Words{"1", "possible_1", "possible_2", "possible_3", "possible_4"}));
    EXPECT_EQ(on[1].condition, "icans");
}

}  // namespace
}  // namespace stormkeel
