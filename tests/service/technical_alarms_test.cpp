// What is wrong with the ward itself is an alert like any other: raised once, told on, kept over a restart.
#include "service/technical_alarms.h"

#include <gtest/gtest.h>

#include "service/memory_store.h"
#include "service/moments.h"
#include "service/ward_json.h"
#include "service/watched_ward.h"

namespace stormkeel {
namespace {

TechnicalAlarms fresh() {
    TechnicalAlarms alarms(built_in_alarms());
    alarms.resume({}, first_moment);
    return alarms;
}

// The words of a condition that is on; none: it is not.
std::vector<std::string> words(const TechnicalAlarms& alarms, const std::string& condition, Instant now) {
    for (const Alarm& alarm : alarms.on(now, true)) {
        if (alarm.condition == condition) return alarm.words;
    }
    return {};
}
using Words = std::vector<std::string>;

TEST(TechnicalAlarms, AFeedThatStopsIsNamedAfterItsHourAndOnlyWhileThereArePatients) {
    TechnicalAlarms alarms = fresh();
    EXPECT_TRUE(alarms.on(after(hours(20)), true).empty()) << "nobody ever spoke";
    alarms.feed_spoke("ehr", first_moment);
    alarms.feed_spoke("monitors", after(minutes(10)));
    EXPECT_EQ(words(alarms, "feed", after(hours(1) - seconds(1))), Words{});
    EXPECT_EQ(words(alarms, "feed", after(hours(1))), Words{"ehr"});
    EXPECT_EQ(words(alarms, "feed", after(minutes(70))), (Words{"ehr", "monitors"}));
    EXPECT_TRUE(alarms.on(after(hours(2)), false).empty());
    alarms.feed_spoke("ehr", after(minutes(71)));
    EXPECT_EQ(words(alarms, "feed", after(minutes(72))), Words{"monitors"});
    ASSERT_EQ(alarms.audit().size(), 3U);
    EXPECT_EQ(alarms.audit()[0].actor, "ehr");
    EXPECT_EQ(alarms.audit()[2].actor, "ehr");
    EXPECT_EQ(alarms.audit()[2].at, after(minutes(71))) << "how long it is silent is known after a restart";
}

TEST(TechnicalAlarms, AConnectionThatWasHeldFor5MinutesAndIsGoneForOneIsNamedUntilItIsBack) {
    TechnicalAlarms alarms = fresh();
    alarms.link_opened(1, "10.0.0.5", first_moment);
    alarms.link_spoke(1, "mllp adt");
    alarms.link_closed(1, after(minutes(5)));
    EXPECT_EQ(words(alarms, "link", after(seconds(359))), Words{});
    EXPECT_EQ(words(alarms, "link", after(minutes(6))), Words{"mllp_adt"});
    alarms.link_opened(2, "10.0.0.5", after(minutes(7)));
    EXPECT_EQ(words(alarms, "link", after(minutes(7))), Words{"mllp_adt"});
    alarms.link_spoke(2, "mllp adt");
    EXPECT_EQ(words(alarms, "link", after(minutes(7))), Words{});
    alarms.link_closed(2, after(minutes(8)));
    EXPECT_EQ(words(alarms, "link", after(hours(1))), Words{}) << "held for a minute";
}

TEST(TechnicalAlarms, AFailedCommitIsHighAndAFullDiskIsOneConditionWithIt) {
    TechnicalAlarms alarms = fresh();
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    alarms.machine_says({seconds(1), 512 * mebibyte}, first_moment);
    EXPECT_EQ(words(alarms, "storage", first_moment), Words{});
    alarms.machine_says({seconds(2), 512 * mebibyte - 1}, after(seconds(1)));
    EXPECT_EQ(words(alarms, "storage", after(seconds(1))), Words{"disk_low"});
    alarms.commit_failed(after(seconds(1)));
    const auto on = alarms.on(after(seconds(2)), false);
    ASSERT_EQ(on.size(), 1U);
    EXPECT_EQ(on[0].priority, AlarmPriority::high);
    EXPECT_EQ(on[0].words, (Words{"commit_failed", "disk_low"}));
    alarms.committed();
    EXPECT_EQ(words(alarms, "storage", after(seconds(3))), Words{"disk_low"});
}

TEST(TechnicalAlarms, ABackupGrowsOld) {
    TechnicalAlarms alarms(built_in_alarms());
    alarms.resume(
        {{{1, first_moment, "operator", "token add", ""}, {2, after(hours(1)), "operator", "backup", ""}}, {}},
        after(hours(2)));
    EXPECT_EQ(words(alarms, "backup", after(hours(26) - seconds(1))), Words{});
    EXPECT_EQ(words(alarms, "backup", after(hours(26))), Words{"backup_old"});
    alarms.backed_up(after(hours(26)));
    EXPECT_EQ(words(alarms, "backup", after(hours(27))), Words{});
}

TEST(TechnicalAlarms, ACollectorOfTheAuditThatIsAwayForAnHourIsNamedUntilItIsBack) {
    TechnicalAlarms alarms = fresh();
    EXPECT_EQ(words(alarms, "audit", after(hours(5))), Words{}) << "there is none";
    alarms.collector_is_away(after(minutes(10)));
    alarms.collector_is_away(after(minutes(20)));
    EXPECT_EQ(words(alarms, "audit", after(minutes(70) - seconds(1))), Words{});
    EXPECT_EQ(words(alarms, "audit", after(minutes(70))), Words{"collector_away"});
    alarms.collector_is_there();
    EXPECT_EQ(words(alarms, "audit", after(minutes(70))), Words{});
    TechnicalAlarms again(built_in_alarms());
    Alert open;
    open.condition = "audit";
    open.words = "collector_away";
    open.raised_at = after(minutes(70));
    again.resume({{}, {open}}, after(minutes(80)));
    EXPECT_EQ(words(again, "audit", after(minutes(80))), Words{"collector_away"}) << "over a restart";
}

// Whether a step of the clock between two readings a second apart is told.
bool is_told(Duration step) {
    TechnicalAlarms alarms = fresh();
    alarms.machine_says({hours(1), {}}, first_moment);
    alarms.machine_says({hours(1) + seconds(1), {}}, after(seconds(1)) + step);
    const bool told = !words(alarms, "clock", after(seconds(1)) + step).empty();
    EXPECT_EQ(told, alarms.audit().size() == 1);
    return told;
}

TEST(TechnicalAlarms, MessagesThatAreHeldBackAreToldUntilNoneIs) {
    TechnicalAlarms alarms(built_in_alarms());
    EXPECT_EQ(words(alarms, "messages", first_moment), Words{});
    alarms.messages_are({2, first_moment, {"a1", "b2"}});
    EXPECT_EQ(words(alarms, "messages", first_moment), (Words{"message_held_back", "a1", "b2"})) << "each is news";
    alarms.messages_are({});
    EXPECT_EQ(words(alarms, "messages", first_moment), Words{});
}

TEST(TechnicalAlarms, EachReviewThatIsOverdueAndEachCorrectionThatIsWrongIsNews) {
    TechnicalAlarms alarms(built_in_alarms());
    alarms.reviews_wait({2, first_moment, {{4, first_moment}, {7, after(hours(1))}}});
    EXPECT_EQ(words(alarms, "review", after(hours(24) - seconds(1))), Words{});
    EXPECT_EQ(words(alarms, "review", after(hours(24))), (Words{"review_overdue", "4"}));
    EXPECT_EQ(words(alarms, "review", after(hours(25))), (Words{"review_overdue", "4", "7"}));
    alarms.corrections_are({1, first_moment, {3}});
    EXPECT_EQ(words(alarms, "correction", first_moment), (Words{"correction_questioned", "3"}));
    alarms.corrections_are({2, first_moment, {3, 5}});
    EXPECT_EQ(words(alarms, "correction", first_moment), (Words{"correction_questioned", "3", "5"}));
}

TEST(TechnicalAlarms, AClockThatIsSetByMoreThanTwoSecondsIsSuspect) {
    for (const int sign : {1, -1}) {
        EXPECT_FALSE(is_told(Duration{sign * 1'000'000}));
        EXPECT_FALSE(is_told(Duration{sign * 2'000'000}));
        EXPECT_TRUE(is_told(Duration{sign * 2'000'001}));
        EXPECT_TRUE(is_told(Duration{sign * 3'600'000'000}));
        EXPECT_TRUE(is_told(Duration{sign * days(3652).microseconds})) << "ten years";
    }
}

TEST(TechnicalAlarms, AClockBehindWhatWasKeptIsSuspectAtTheStart) {
    TechnicalAlarms alarms(built_in_alarms());
    alarms.resume({{}, {}, after(hours(1))}, first_moment);
    EXPECT_EQ(words(alarms, "clock", first_moment), (Words{"CLOCK_SUSPECT", "-3600s"}));
    ASSERT_EQ(alarms.audit().size(), 1U);
    EXPECT_EQ(alarms.audit()[0].object, "1 h 0 min back");
    EXPECT_EQ(alarms.clock_ahead(), Duration{} - hours(1));
    alarms.told();
    EXPECT_TRUE(alarms.audit().empty()) << "the audit tells once of a step";
    EXPECT_EQ(words(alarms, "clock", first_moment), (Words{"CLOCK_SUSPECT", "-3600s"}))
        << "and the alarm is on for as long as the doubt";
}

TEST(TechnicalAlarms, AClockIsTrustedAgainWhenItIsSetBackOrSomebodySaysThatItIsRight) {
    TechnicalAlarms alarms = fresh();
    alarms.machine_says({hours(1), {}}, first_moment);
    alarms.machine_says({hours(1), {}}, after(minutes(10)));
    EXPECT_EQ(alarms.clock_ahead(), minutes(10));
    alarms.machine_says({hours(2), {}}, after(hours(1) + minutes(25)));
    EXPECT_EQ(alarms.clock_ahead(), minutes(25)) << "steps add up";
    EXPECT_EQ(words(alarms, "clock", after(hours(1))), (Words{"CLOCK_SUSPECT", "+1500s"})) << "and each is news";
    alarms.machine_says({hours(2), {}}, after(hours(1) - seconds(1)));
    EXPECT_EQ(alarms.clock_ahead(), Duration{}) << "a second is no doubt";
    EXPECT_EQ(words(alarms, "clock", after(hours(1))), Words{});
    alarms.machine_says({hours(2), {}}, after(hours(1) - seconds(61)));
    EXPECT_EQ(alarms.clock_ahead(), Duration{} - minutes(1));
    alarms.clock_is_right("nurse-1", after(hours(1)));
    EXPECT_EQ(alarms.clock_ahead(), Duration{});
    EXPECT_EQ(alarms.audit().back().actor, "nurse-1");
    EXPECT_EQ(alarms.audit().back().action, "clock is right");
}

TEST(WardWatch, ASilentFeedIsRaisedOnceToldOnAndAcknowledgedOverARestart) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        ward.look(after(minutes(59)));
        EXPECT_TRUE(ward.ward.own_alerts().empty());
        ward.look(after(minutes(60)));
        ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
        EXPECT_EQ(ward.ward.own_alerts()[0].late, Duration{});
        EXPECT_EQ(store.all.events.back().kind, "alert");
        EXPECT_EQ(store.all.events.back().patient, "");
        ward.look(after(minutes(61)));
        ward.look(after(minutes(70)));
        EXPECT_EQ(ward.ward.own_alerts()[0].told, 2U);
    }
    Watched ward(store);
    ward.open(after(minutes(71)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U) << "a restart does not make a feed speak";
    const Alert open = ward.ward.own_alerts()[0];
    EXPECT_EQ(open.told, 2U);
    EXPECT_FALSE(open.over);
    const auto answered =
        ward.ward.answer({open.number, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(72)));
    EXPECT_EQ(std::get<std::optional<Alert>>(answered)->by, "nurse-1");
    ward.take(after(minutes(73)));
    ward.look(after(minutes(73)));
    EXPECT_TRUE(ward.ward.own_alerts().empty()) << "it speaks again";
}

TEST(WardWatch, ALinkThatWasLostIsLostOverARestartUntilItsSenderSpeaks) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        for (const std::uint64_t connection : {1U, 2U}) {
            ward.watch.technical.link_opened(connection, "10.0.0.5", first_moment);
            ward.watch.technical.link_spoke(connection, connection == 1U ? "LAB|HOSP" : "EHR|HOSP");
        }
        ward.watch.technical.link_closed(1, after(minutes(10)));
        ward.look(after(minutes(11)));
        ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
        EXPECT_EQ(ward.ward.own_alerts()[0].words, "LAB|HOSP");
        EXPECT_EQ(ward.ward.own_alerts()[0].priority, AlarmPriority::medium);
    }
    Watched ward(store);
    ward.open(after(minutes(12)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    const Alert open = ward.ward.own_alerts()[0];
    EXPECT_EQ(open.words, "LAB|HOSP") << "what was held until the restart is not known any more";
    EXPECT_FALSE(open.over);
    ward.ward.answer({open.number, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(13)));
    ward.look(after(minutes(13)));
    EXPECT_EQ(ward.ward.own_alerts().size(), 1U);
    ward.watch.technical.link_opened(1, "10.0.0.5", after(minutes(14)));
    ward.watch.technical.link_spoke(1, "LAB|HOSP");
    ward.look(after(minutes(14)));
    EXPECT_TRUE(ward.ward.own_alerts().empty());
}

TEST(WardWatch, AnAcknowledgementEndsAndWhatNobodyOwnsIsRaisedAgain) {
    MemoryStore store;
    Watched ward(store);
    ward.open(first_moment);
    ward.take(first_moment);
    ward.look(after(hours(1)));
    const Alert open = ward.ward.own_alerts().at(0);
    ward.ward.answer({open.number, AlertState::acknowledged, "nurse-1", {}, {}}, after(minutes(61)));
    ward.look(after(minutes(61) + minutes(30) - seconds(1)));
    EXPECT_EQ(ward.ward.own_alerts().at(0).state, AlertState::acknowledged);
    ward.look(after(minutes(61) + minutes(30)));
    EXPECT_EQ(ward.ward.own_alerts().at(0).state, AlertState::raised);
    EXPECT_EQ(ward.ward.own_alerts().at(0).by, "");
}

TEST(WardWatch, WhatCannotBeKeptIsShownAndKeptLateOnceItCan) {
    MemoryStore store;
    Watched ward(store);
    ward.open(first_moment);
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    ward.watch.technical.commit_failed(first_moment);
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.watch.look(after(seconds(1)))));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    EXPECT_NE(technical_json(ward.ward).find("\"condition\":\"storage\",\"priority\":\"high\""), std::string::npos)
        << technical_json(ward.ward);
    EXPECT_TRUE(store.all.alerts.empty());
    store.problem.reset();
    ward.look(after(minutes(3)));
    ASSERT_EQ(store.all.alerts.size(), 1U);
    EXPECT_EQ(store.all.alerts[0].late, minutes(3));
    EXPECT_EQ(ward.ward.own_alerts().size(), 1U);
}

// The usual way into it: somebody has seen that room gets short, and then there is none.
TEST(WardWatch, WhatIsOpenAlreadyAndCannotBeKeptAnyMoreIsShownAsGraver) {
    MemoryStore store;
    Watched ward(store);
    ward.open(first_moment);
    ward.watch.technical.machine_says({hours(1), 1}, first_moment);
    ward.look(after(seconds(1)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    const std::uint64_t number = ward.ward.own_alerts().at(0).number;
    EXPECT_EQ(ward.ward.own_alerts().at(0).priority, AlarmPriority::medium);
    ward.ward.answer({number, AlertState::acknowledged, "nurse-1", {}, {}}, after(seconds(2)));
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    ward.watch.technical.commit_failed(after(seconds(3)));
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.watch.look(after(seconds(4)))));
    const std::vector<Alert> shown = ward.ward.own_alerts();
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].number, number);
    EXPECT_EQ(shown[0].priority, AlarmPriority::high);
    EXPECT_EQ(shown[0].state, AlertState::raised) << "nobody has seen that nothing is kept";
}

TEST(WardWatch, AStepOfTheClockStaysForAsLongAsTheDoubt) {
    MemoryStore store;
    Watched ward(store);
    Duration steady = hours(5);
    ward.watch.machine = [&] { return MachineReading{steady, std::nullopt}; };
    ward.open(ward.watch.present(first_moment));  // as the server does
    steady = steady + seconds(1);
    ward.look(after(seconds(3601)));
    ward.look(after(seconds(3601)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    const Alert open = ward.ward.own_alerts()[0];
    EXPECT_EQ(open.words, "CLOCK_SUSPECT +3600s");
    EXPECT_EQ(open.state, AlertState::raised);
    EXPECT_EQ(store.all.audit.back().action, "clock stepped");
    EXPECT_EQ(store.all.audit.back().object, "1 h 0 min ahead");
    ward.ward.answer({open.number, AlertState::acknowledged, "nurse-1", {}, {}}, after(seconds(3602)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U) << "to have seen it is not to have checked the clock";
    steady = steady + seconds(60);
    ward.look(after(seconds(61)));
    EXPECT_TRUE(ward.ward.own_alerts().empty()) << "it was set back";
}

TEST(WardWatch, AnotherStepOfTheClockIsHeardThoughTheFirstWasAcknowledged) {
    MemoryStore store;
    Watched ward(store);
    Duration steady = hours(5);
    ward.watch.machine = [&] { return MachineReading{steady, std::nullopt}; };
    ward.open(ward.watch.present(first_moment));
    steady = steady + seconds(1);
    ward.look(after(seconds(601)));
    const std::uint64_t number = ward.ward.own_alerts().at(0).number;
    ward.ward.answer({number, AlertState::acknowledged, "nurse-1", {}, {}}, after(seconds(602)));
    steady = steady + seconds(2);
    ward.look(after(seconds(603)));
    EXPECT_EQ(ward.ward.own_alerts().at(0).state, AlertState::acknowledged);
    steady = steady + seconds(1);
    ward.look(after(seconds(664)));
    EXPECT_EQ(ward.ward.own_alerts().at(0).state, AlertState::raised);
    EXPECT_EQ(ward.ward.own_alerts().at(0).words, "CLOCK_SUSPECT +660s");
}

TEST(WardWatch, AStartWithOtherPacksIsToldOnceUntilSomebodyHasSeenIt) {
    MemoryStore store;
    {
        Watched ward(store);
        ward.open(first_moment);
        ward.take(first_moment);
        EXPECT_TRUE(ward.ward.own_alerts().empty());
    }
    store.all.assessments.back().guideline = "the packs of before";
    Watched ward(store);
    ward.open(after(minutes(1)));
    ASSERT_EQ(ward.ward.own_alerts().size(), 1U);
    const Alert open = ward.ward.own_alerts()[0];
    EXPECT_EQ(open.words, "packs_changed");
    EXPECT_NE(open.text.find("(1)"), std::string::npos) << open.text;
    EXPECT_EQ(store.all.audit.back().action, "packs changed");
    ward.look(after(minutes(2)));
    EXPECT_EQ(ward.ward.own_alerts().size(), 1U) << "it stays until somebody has seen it";
    ward.ward.answer({open.number, AlertState::acknowledged, "physician-1", {}, {}}, after(minutes(3)));
    EXPECT_TRUE(ward.ward.own_alerts().empty());
    Watched later(store);
    later.open(after(minutes(4)));
    EXPECT_TRUE(later.ward.own_alerts().empty()) << "by now they were answered by these";
}

TEST(WardWatch, AStartThatTakesLongIsNoStepOfTheClock) {
    MemoryStore store;
    Watched ward(store);
    Duration steady = hours(5);
    ward.watch.machine = [&] { return MachineReading{steady, std::nullopt}; };
    const Instant began = ward.watch.present(first_moment);
    steady = steady + seconds(20);  // a million facts are read
    ward.open(began);
    EXPECT_TRUE(ward.ward.own_alerts().empty());
    EXPECT_TRUE(store.all.audit.empty());
    ward.look(after(seconds(20)));
    EXPECT_TRUE(ward.ward.own_alerts().empty());
    EXPECT_EQ(ward.watch.clock_doubt(), Duration{});
}

}  // namespace
}  // namespace stormkeel
