// One condition is one alert; it is told on until somebody answers, and none is lost unseen.
#include "service/alert_rows.h"

#include <gtest/gtest.h>

#include "service/moments.h"

namespace stormkeel {
namespace {

AlarmTable table_with_clocks() {
    AlarmTable made;
    made.clocks[static_cast<std::size_t>(AlarmPriority::high)] =
        AlarmClock{minutes(2), minutes(5), minutes(15), minutes(2), minutes(5), {}};
    made.clocks[static_cast<std::size_t>(AlarmPriority::medium)] =
        AlarmClock{minutes(10), minutes(20), minutes(30), minutes(2), minutes(10), {}};
    return made;
}

// A patient's alerts, moved on from one moment to the next.
class Bed {
public:
    std::vector<Alert> rows_at(Instant at, std::vector<Alarm> alarms) {
        const AlarmsNow now{"p1", at, std::move(alarms), "give tocilizumab"};
        const std::vector<Alert> rows = alert_rows(open, now, table_with_clocks(), next_number);
        for (const Alert& row : rows) put(row);
        return rows;
    }
    void put(const Alert& row) {
        std::erase_if(open, [&](const Alert& alert) { return alert.number == row.number; });
        if (row.state != AlertState::ended) open.push_back(row);
    }
    void acknowledge(Instant at) {
        put(alert_answered(open.at(0), {1, AlertState::acknowledged, "nurse-1", {}, {}}, at));
    }

    void snooze(Instant at, Duration length) {
        put(alert_answered(open.at(0), {1, AlertState::snoozed, "nurse-1", {}, length}, at));
    }

    std::vector<Alert> open;
    std::uint64_t next_number = 1;
};

const Alarm grade_2{"crs", AlarmPriority::medium, {"1", "2"}, forever};
const Alarm grade_3{"crs", AlarmPriority::high, {"1", "2", "3"}, forever};
const Alarm grade_4{"crs", AlarmPriority::high, {"1", "2", "3", "4"}, forever};
const Alarm low{"crs", AlarmPriority::low, {"1"}, forever};

TEST(AlertRows, ANewConditionRaisesOneAlertAndIsNotRepeated) {
    Bed bed;
    const auto rows = bed.rows_at(first_moment, {grade_3});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].number, 1U);
    EXPECT_EQ(rows[0].state, AlertState::raised);
    EXPECT_EQ(rows[0].priority, AlarmPriority::high);
    EXPECT_EQ(rows[0].words, "1 2 3");
    EXPECT_EQ(rows[0].text, "give tocilizumab");
    EXPECT_EQ(bed.next_number, 2U);
    EXPECT_TRUE(bed.rows_at(after(minutes(1)), {grade_3}).empty());
}

TEST(AlertRows, AHighAlertGoesToTheSecondPersonAfter2MinutesAndToTheThirdAfter5) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(2)));
    EXPECT_TRUE(bed.rows_at(after(seconds(119)), {grade_3}).empty());
    const auto second = bed.rows_at(after(minutes(2)), {grade_3});
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].told, 2U);
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(5)));
    EXPECT_EQ(bed.rows_at(after(minutes(5)), {grade_3}).at(0).told, 3U);
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(10))) << "it never stops";
}

TEST(AlertRows, WhoLooksLateTellsBothAtOnce) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    const auto rows = bed.rows_at(after(hours(1)), {grade_3});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].told, 3U);
}

TEST(AlertRows, AnAcknowledgedAlertComesAgainAfter15MinutesAndWaitsAnew) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.acknowledge(after(minutes(1)));
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(16)));
    EXPECT_TRUE(bed.rows_at(after(minutes(15)), {grade_3}).empty());
    const auto rows = bed.rows_at(after(minutes(16)), {grade_3});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].number, 1U);
    EXPECT_EQ(rows[0].state, AlertState::raised);
    EXPECT_EQ(rows[0].told, 1U);
    EXPECT_TRUE(rows[0].by.empty());
}

TEST(AlertRows, AnAcknowledgementNeverHidesAHigherGrade) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.acknowledge(after(minutes(1)));
    const auto rows = bed.rows_at(after(minutes(2)), {grade_4});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].state, AlertState::raised);
    EXPECT_EQ(rows[0].words, "1 2 3 4");
}

TEST(AlertRows, ALowerGradeIsNoNews) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.acknowledge(after(minutes(1)));
    const auto rows = bed.rows_at(after(minutes(2)), {grade_2});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].state, AlertState::acknowledged);
    EXPECT_EQ(rows[0].priority, AlarmPriority::medium);
}

TEST(AlertRows, WhatNobodyHasSeenStaysAsUrgentAsItWas) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    EXPECT_EQ(bed.rows_at(after(minutes(1)), {low}).at(0).priority, AlarmPriority::high);
    EXPECT_EQ(bed.rows_at(after(minutes(2)), {low}).at(0).told, 2U);
    bed.acknowledge(after(minutes(3)));
    EXPECT_EQ(bed.rows_at(after(minutes(4)), {low}).at(0).priority, AlarmPriority::low);
}

TEST(AlertRows, ANewDrugToBeGivenIsNewsAlsoBesideAnotherThatIsGone) {
    Bed bed;
    bed.rows_at(first_moment, {{"treatment", AlarmPriority::medium, {"tocilizumab"}, forever}});
    bed.acknowledge(after(minutes(1)));
    const auto rows =
        bed.rows_at(after(minutes(2)), {{"treatment", AlarmPriority::medium, {"dexamethasone"}, forever}});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].state, AlertState::raised);
}

TEST(AlertRows, ADeclinedAlertStaysSilentUntilThereIsNews) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.put(alert_answered(bed.open.at(0), {1, AlertState::declined, "physician-1", "sepsis is treated", {}},
                           after(minutes(1))));
    EXPECT_TRUE(bed.rows_at(after(hours(2)), {grade_3}).empty());
    EXPECT_EQ(bed.rows_at(after(hours(3)), {grade_4}).at(0).state, AlertState::raised);
}

TEST(AlertRows, AConditionThatPassedUnseenStaysUntilSomebodyHasSeenIt) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    const auto rows = bed.rows_at(after(minutes(1)), {});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_TRUE(rows[0].over);
    EXPECT_EQ(rows[0].state, AlertState::raised);
    EXPECT_EQ(bed.rows_at(after(minutes(2)), {}).at(0).told, 2U) << "it is told on as long as nobody saw it";
    bed.acknowledge(after(minutes(3)));
    EXPECT_TRUE(bed.open.empty());
}

TEST(AlertRows, AConditionThatComesBackUnseenSoundsAgainAndKeepsItsClock) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.rows_at(after(minutes(1)), {});
    bed.rows_at(after(minutes(2)), {});
    const auto rows = bed.rows_at(after(minutes(3)), {grade_3});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].number, 1U);
    EXPECT_EQ(rows[0].changed_at, after(minutes(3)));
    EXPECT_FALSE(rows[0].over);
    EXPECT_EQ(rows[0].told, 2U);
    EXPECT_EQ(rows[0].raised_at, first_moment) << "nobody has seen it since";
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(5)));
}

TEST(AlertRows, NewsThatNobodyHasSeenYetSoundsAndMakesNobodyWaitLonger) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    const auto worse = bed.rows_at(after(seconds(100)), {grade_4});
    ASSERT_EQ(worse.size(), 1U);
    EXPECT_EQ(worse[0].words, "1 2 3 4");
    EXPECT_EQ(worse[0].changed_at, after(seconds(100)));
    EXPECT_EQ(worse[0].raised_at, first_moment);
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(2)));
    const auto second = bed.rows_at(after(minutes(2)), {grade_4});
    EXPECT_EQ(second.at(0).told, 2U);
    EXPECT_EQ(second.at(0).late, Duration{});
}

TEST(AlertRows, AConditionThatWaversIsToldOnAllTheSame) {
    Bed bed;
    for (int i = 0; i * 100 <= 200; ++i) bed.rows_at(after(seconds(i * 100)), {i % 2 == 0 ? grade_3 : grade_2});
    EXPECT_EQ(bed.open.at(0).told, 2U) << "at 200 s";
    EXPECT_EQ(bed.open.at(0).raised_at, first_moment);
    bed.rows_at(after(seconds(300)), {grade_2});
    EXPECT_EQ(bed.open.at(0).told, 3U) << "at 300 s";
    EXPECT_EQ(bed.open.at(0).priority, AlarmPriority::high);
}

TEST(AlertRows, WhatBecomesHighBeforeAnybodyHasSeenItIsToldByTheClockOfHighFromWhenItWasRaised) {
    Bed bed;
    bed.rows_at(first_moment, {grade_2});
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(10)));
    const auto rows = bed.rows_at(after(minutes(3)), {grade_3});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].told, 2U) << "nobody has answered for more than two minutes";
    EXPECT_EQ(rows[0].late, Duration{}) << "and it was not high until now";
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(5)));
    Bed quiet;
    quiet.rows_at(first_moment, {low});
    const auto first = quiet.rows_at(after(hours(3)), {grade_3});
    EXPECT_EQ(first.at(0).told, 1U) << "a low alert waits for nobody";
    EXPECT_EQ(first.at(0).raised_at, after(hours(3)));
}

TEST(AlertRows, NewsOfWhatWasDeclinedBeginsAnew) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.put(alert_answered(bed.open.at(0), {1, AlertState::declined, "physician-1", "sepsis", {}}, after(minutes(1))));
    const auto rows = bed.rows_at(after(minutes(30)), {grade_4});
    EXPECT_EQ(rows.at(0).raised_at, after(minutes(30)));
    EXPECT_EQ(rows.at(0).told, 1U);
}

TEST(AlertRows, AlertsOfAnEarlierVersionGetTheWordsOfWhatTheyWereRaisedBy) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3, {"hlh", AlarmPriority::medium, {"1"}, forever}});
    const Alarm may_be_3{"crs", AlarmPriority::high, {"1", "2", "possible_1", "possible_2", "possible_3"}, forever};
    tell_grades_apart(bed.open, {may_be_3, {"hlh", AlarmPriority::medium, {"1"}, forever}});
    EXPECT_EQ(bed.open.at(0).words, "1 2 possible_1 possible_2 possible_3");
    EXPECT_EQ(bed.open.at(1).words, "1");
    tell_grades_apart(bed.open, {{"crs", AlarmPriority::high, {"1", "possible_1"}, forever}});
    EXPECT_EQ(bed.open.at(0).words, "1 2 possible_1 possible_2 possible_3") << "once";
}

TEST(AlertRows, AnAcknowledgedConditionThatPassesEndsAndOneOfLowPriorityEndsUnseen) {
    Bed seen;
    seen.rows_at(first_moment, {grade_3});
    seen.acknowledge(after(minutes(1)));
    EXPECT_EQ(seen.rows_at(after(minutes(2)), {}).at(0).state, AlertState::ended);
    Bed unseen;
    unseen.rows_at(first_moment, {low});
    EXPECT_EQ(unseen.rows_at(after(minutes(2)), {}).at(0).state, AlertState::ended);
}

TEST(AlertRows, EachConditionHasAnAlertOfItsOwn) {
    Bed bed;
    const auto rows = bed.rows_at(first_moment, {grade_3, {"icans", AlarmPriority::medium, {"1"}, forever}});
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].number, 1U);
    EXPECT_EQ(rows[1].number, 2U);
    EXPECT_EQ(rows[1].condition, "icans");
}

TEST(AlertRows, ASnoozedAlertIsRaisedAgainByItselfAndKeepsItsClock) {
    Bed bed;
    bed.rows_at(first_moment, {{"icans", AlarmPriority::medium, {"1"}, forever}});
    bed.snooze(after(minutes(1)), minutes(2));
    EXPECT_EQ(bed.open.at(0).by, "nurse-1");
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(3)));
    EXPECT_TRUE(bed.rows_at(after(minutes(2)), {{"icans", AlarmPriority::medium, {"1"}, forever}}).empty());
    const auto rows = bed.rows_at(after(minutes(3)), {{"icans", AlarmPriority::medium, {"1"}, forever}});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].state, AlertState::raised);
    EXPECT_EQ(rows[0].told, 1U);
    EXPECT_EQ(rows[0].raised_at, first_moment) << "nobody has taken responsibility since";
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), after(minutes(10)));
}

TEST(AlertRows, ASnoozeStopsNeitherNewsNorTheNextPersonNorAnotherCondition) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.snooze(after(seconds(60)), minutes(2));
    const auto other = bed.rows_at(after(seconds(70)), {grade_3, {"hlh", AlarmPriority::medium, {"1"}, forever}});
    ASSERT_EQ(other.size(), 1U);
    EXPECT_EQ(other[0].condition, "hlh");
    EXPECT_EQ(other[0].state, AlertState::raised);
    const auto second = bed.rows_at(after(minutes(2)), {grade_3, {"hlh", AlarmPriority::medium, {"1"}, forever}});
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].told, 2U);
    EXPECT_EQ(second[0].state, AlertState::raised);
    Bed worse;
    worse.rows_at(first_moment, {grade_3});
    worse.snooze(after(seconds(60)), minutes(2));
    EXPECT_EQ(worse.rows_at(after(seconds(70)), {grade_4}).at(0).state, AlertState::raised);
}

TEST(AlertRows, ASnoozeIsBoundedByTheTableAndForWhatSounds) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    EXPECT_EQ(why_no_snooze(bed.open[0], minutes(2), table_with_clocks()), "");
    EXPECT_NE(why_no_snooze(bed.open[0], minutes(3), table_with_clocks()), "");
    EXPECT_NE(why_no_snooze(bed.open[0], minutes(0), table_with_clocks()), "");
    bed.acknowledge(after(minutes(1)));
    EXPECT_NE(why_no_snooze(bed.open[0], minutes(1), table_with_clocks()), "");
    Bed quiet;
    quiet.rows_at(first_moment, {low});
    EXPECT_NE(why_no_snooze(quiet.open[0], minutes(1), table_with_clocks()), "");
}

TEST(AlertRows, AConditionThatPassesWhileItsAlertIsSnoozedStaysUntilSomebodyHasSeenIt) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    bed.snooze(after(minutes(1)), minutes(1));
    EXPECT_TRUE(bed.rows_at(after(seconds(90)), {}).at(0).over);
    EXPECT_EQ(bed.rows_at(after(minutes(2)), {}).at(0).state, AlertState::raised);
}

TEST(AlertRows, WhatIsToldASecondOrMoreAfterItFellDueSaysHowLate) {
    Bed bed;
    const auto raised =
        bed.rows_at(after(minutes(14)), {{"overdue", AlarmPriority::medium, {"vital_signs"}, first_moment}});
    EXPECT_EQ(raised.at(0).late, minutes(14));
    EXPECT_EQ(raised.at(0).raised_at, after(minutes(14)));
    const auto on_time =
        bed.rows_at(after(minutes(24)), {{"overdue", AlarmPriority::medium, {"vital_signs"}, first_moment}});
    EXPECT_EQ(on_time.at(0).told, 2U);
    EXPECT_EQ(on_time.at(0).late, Duration{});
    const auto late =
        bed.rows_at(after(minutes(40)), {{"overdue", AlarmPriority::medium, {"vital_signs"}, first_moment}});
    EXPECT_EQ(late.at(0).late, minutes(6)) << "the third was due 20 minutes after the alert was raised";
    Bed other;
    EXPECT_EQ(other.rows_at(after(Duration{999'999}), {{"crs", AlarmPriority::high, {"1"}, first_moment}}).at(0).late,
              Duration{});
    Bed third;
    EXPECT_EQ(third.rows_at(after(seconds(1)), {{"crs", AlarmPriority::high, {"1"}, first_moment}}).at(0).late,
              seconds(1));
}

TEST(AlertRows, AClockSetBackMakesNothingWaitForLonger) {
    Bed bed;
    bed.rows_at(first_moment, {grade_3});
    const Instant back = first_moment - hours(5);
    EXPECT_EQ(bed.rows_at(back, {grade_3}).size(), 1U);
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), back + minutes(2));
    bed.acknowledge(after(minutes(1)));
    bed.rows_at(back, {grade_3});
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), back + minutes(15));
}

TEST(AlertRows, ALowAlertIsToldToNobodyElse) {
    Bed bed;
    bed.rows_at(first_moment, {low});
    EXPECT_EQ(next_alert(bed.open, table_with_clocks()), forever);
}

}  // namespace
}  // namespace stormkeel
