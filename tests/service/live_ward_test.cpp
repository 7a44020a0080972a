// Records in, answers and alerts out, all of it kept or nothing.
#include "service/live_ward.h"

#include <gtest/gtest.h>

#include "adapters/assessment_json.h"
#include "adapters/chart_csv.h"
#include "service/facts_json.h"
#include "service/memory_store.h"
#include "service/ward_json.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

Instant at(std::string_view time) { return *parse_instant(time); }

Incoming fact(const std::string& time, const std::string& item, const std::string& value,
              const std::string& unit = "") {
    const ChartedFact charted{time, item, value, unit};
    return {"p1", RecordForm::chart_row, "api " + time + " " + item, {}, text_of(charted)};
}

const std::vector<Incoming>& fever() {
    static const std::vector<Incoming> facts{
        fact("2026-03-01T09:00:00Z", "therapy", "axicabtagene_ciloleucel"),
        fact("2026-03-02T09:00:00Z", "weight", "80", "kg"),
        fact("2026-03-03T10:00:00Z", "temperature", "38.6", "Cel"),
        fact("2026-03-03T10:00:00Z", "systolic_bp", "118", "mm[Hg]"),
        fact("2026-03-03T10:00:00Z", "spo2", "96", "%"),
        fact("2026-03-03T10:00:00Z", "oxygen_device", "room_air"),
    };
    return facts;
}

const std::vector<Incoming>& pressor() {
    static const std::vector<Incoming> facts{fact("2026-03-03T10:30:00Z", "rate:norepinephrine", "0.05", "ug/kg/min")};
    return facts;
}

template <typename Value>
Value value_of(Stored<Value> stored) {
    if (const auto* problem = std::get_if<StoreProblem>(&stored)) {
        ADD_FAILURE() << problem->what;
        return {};
    }
    return std::get<Value>(std::move(stored));
}

const Alert* alert_of(const LiveWard& ward, std::string_view condition) {
    for (const Alert& alert : ward.patient("p1")->alerts) {
        if (alert.condition == condition) return &alert;
    }
    return nullptr;
}

// Two are joined and separated again, so that one of them is known by name alone; then a record cannot be kept.
TEST(LiveWard, WhoIsKnownByNameAloneIsStillThereWhenTheDiskIsFull) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    const auto message = [](const std::string& event, const std::string& number, const std::string& rest) {
        return Incoming{"a",
                        RecordForm::hl7v2,
                        number,
                        {},
                        "MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303100000+0000||ADT^" + event + '|' + number +
                            "|P|2.5.1\rEVN||20260303100000\rPID|1||a^^^HOSP^MR\r" + rest};
    };
    value_of(ward.take(std::vector{message("A40", "1", "MRG|b^^^HOSP^MR\r")}, at("2026-03-03T10:01:00Z")));
    value_of(ward.take(std::vector{message("A37", "2", "PID|2||b^^^HOSP^MR\r")}, at("2026-03-03T10:01:00Z")));
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.take(fever(), at("2026-03-03T10:02:00Z"))));
    store.problem.reset();
    for (const auto& [id, patient] : ward.patients()) EXPECT_NE(patient.record, nullptr) << id;
    EXPECT_EQ(ward.patients().size(), 2U);
    EXPECT_EQ(ward.patient("p1"), nullptr);
}

TEST(LiveWard, FactsAreAnsweredForAtOnce) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    const Taken taken = value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    for (const Taken::One& one : taken.records) EXPECT_EQ(one.outcome, Taken::Outcome::kept) << one.why;
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 1);
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 1);
    EXPECT_EQ(store.all.records.size(), 6U);
    EXPECT_EQ(store.all.assessments.size(), 1U);
    EXPECT_EQ(ward.patient("p2"), nullptr);
}

TEST(LiveWard, TheSameFactsAsAChartGiveTheSameAnswer) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    std::string chart = "patient,time,item,value,unit\n";
    for (const auto& facts : {fever(), pressor()}) {
        value_of(ward.take(facts, at("2026-03-03T10:31:00Z")));
        for (const Incoming& incoming : facts) {
            const ChartedFact row = *charted_fact(incoming.text);
            chart += "p1," + row.time + ',' + row.item + ',' + row.value + ',' + row.unit + '\n';
        }
    }
    std::istringstream stream(chart);
    Patients patients;
    read_chart_csv(stream, knowledge().terminology, patients);
    const Assessment expected = assess(patients.at("p1"), built_in_calendar(), at("2026-03-03T10:31:00Z"));
    EXPECT_EQ(expected.crs.at_least, 3);
    const auto without_sources = [](Assessment answer) {
        std::string json = assessment_json(answer, RejectedRecords::listed);
        for (std::size_t from = 0; (from = json.find("\"source\":\"", from)) != std::string::npos;) {
            const std::size_t begin = from + 10;
            json.erase(begin, json.find('"', begin) - begin);
            from = begin;
        }
        return json;
    };
    EXPECT_EQ(without_sources(ward.patient("p1")->assessment), without_sources(expected));
}

TEST(LiveWard, ARepeatedFactChangesNothingAndIsToldSo) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    const Taken again = value_of(ward.take(fever(), at("2026-03-03T10:02:00Z")));
    for (const Taken::One& one : again.records) EXPECT_EQ(one.outcome, Taken::Outcome::repeated);
    EXPECT_EQ(store.all.records.size(), 6U);
    EXPECT_EQ(store.all.assessments.size(), 1U);
}

TEST(LiveWard, ANewVersionSupersedesTheOldOne) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    Incoming corrected = fact("2026-03-03T10:00:00Z", "temperature", "37.6", "Cel");
    value_of(ward.take(std::vector{corrected}, at("2026-03-03T10:05:00Z")));
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 0);
    EXPECT_EQ(ward.patient("p1")->record->statuses().at(2), RecordStatus::superseded);
    EXPECT_NE(facts_json(ward, *ward.patient("p1")).find("\"superseded\""), std::string::npos);
}

TEST(LiveWard, OneVersionWithTwoContentsIsConflicting) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    Incoming first = fact("2026-03-03T10:00:00Z", "temperature", "38.6", "Cel");
    first.version = "1";
    Incoming second = fact("2026-03-03T10:00:00Z", "temperature", "36.6", "Cel");
    second.version = "1";
    value_of(ward.take(std::vector{first}, at("2026-03-03T10:01:00Z")));
    const Taken taken = value_of(ward.take(std::vector{second}, at("2026-03-03T10:02:00Z")));
    EXPECT_EQ(taken.records.at(0).outcome, Taken::Outcome::conflicting);
    EXPECT_EQ(store.all.records.size(), 1U);
    first.version = second.version = "2";
    const Taken both = value_of(ward.take(std::vector{first, second}, at("2026-03-03T10:03:00Z")));
    EXPECT_EQ(both.records.at(0).outcome, Taken::Outcome::kept);
    EXPECT_EQ(both.records.at(1).outcome, Taken::Outcome::conflicting);
}

TEST(LiveWard, AFactFromTheFutureIsRejectedAndKept) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    const std::vector facts{fact("2026-03-03T10:05:00Z", "temperature", "38.6", "Cel"),
                            fact("2026-03-03T10:05:01Z", "temperature", "38.9", "Cel")};
    const Taken taken = value_of(ward.take(facts, at("2026-03-03T10:00:00Z")));
    EXPECT_EQ(taken.records.at(0).outcome, Taken::Outcome::kept);
    EXPECT_EQ(taken.records.at(1).outcome, Taken::Outcome::rejected);
    EXPECT_NE(taken.records.at(1).why.find("5 minutes"), std::string::npos) << taken.records.at(1).why;
    EXPECT_EQ(store.all.records.size(), 2U);
}

TEST(LiveWard, WhatTheStoreDoesNotTakeHasNotHappened) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.take(pressor(), at("2026-03-03T10:31:00Z"))));
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 1);
    store.problem.reset();
    const Taken taken = value_of(ward.take(pressor(), at("2026-03-03T10:32:00Z")));
    EXPECT_EQ(taken.records.at(0).outcome, Taken::Outcome::kept) << "it can be sent again";
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 3);
}

TEST(LiveWard, Grade3RaisesAHighAlertThatAnAcknowledgementQuietens) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    ASSERT_NE(alert_of(ward, "crs"), nullptr);
    EXPECT_EQ(alert_of(ward, "crs")->priority, AlarmPriority::low);
    value_of(ward.take(pressor(), at("2026-03-03T10:31:00Z")));
    const Alert raised = *alert_of(ward, "crs");
    EXPECT_EQ(raised.priority, AlarmPriority::high);
    EXPECT_EQ(raised.text, "give tocilizumab 640 mg");
    const auto row =
        value_of(ward.answer({raised.number, AlertState::acknowledged, "nurse-1", {}, {}}, at("2026-03-03T10:32:00Z")));
    ASSERT_TRUE(row);
    EXPECT_EQ(alert_of(ward, "crs")->state, AlertState::acknowledged);
    EXPECT_EQ(store.all.audit.back().action, "acknowledge");
    EXPECT_EQ(store.all.audit.back().actor, "nurse-1");
    EXPECT_FALSE(value_of(ward.answer({999, AlertState::acknowledged, "nurse-1", {}, {}}, at("2026-03-03T10:33:00Z"))));
}

TEST(LiveWard, EachAlertThatIsRaisedIsCountedOnceWhenItIsKept) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    EXPECT_EQ(ward.raised().at("crs"), 1U);
    EXPECT_FALSE(ward.raised().contains("crs_rise"));
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_TRUE(std::holds_alternative<StoreProblem>(ward.take(pressor(), at("2026-03-03T10:31:00Z"))));
    EXPECT_FALSE(ward.raised().contains("crs_rise"));
    store.problem.reset();
    value_of(ward.take(pressor(), at("2026-03-03T10:32:00Z")));
    EXPECT_EQ(ward.raised().at("crs_rise"), 1U);
    EXPECT_EQ(ward.raised().at("crs"), 1U) << "the same alert, raised again";
    value_of(ward.tell_of_itself({{"disk", AlarmPriority::low, {"disk_low"}}}, {}, at("2026-03-03T10:33:00Z")));
    EXPECT_FALSE(ward.raised().contains("disk")) << "it is no patient's";
}

TEST(LiveWard, TimeAloneRaisesWhatFallsDue) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    // Temperature, pressure, oxygen and the clock of vital signs: nothing is charted any more.
    Instant now = at("2026-03-03T10:01:00Z");
    for (int i = 0; i < 200 && now < at("2026-03-03T15:00:00Z"); ++i) {
        now = ward.next_wake();
        ASSERT_LT(now, forever);
        value_of(ward.pass_time(now));
        ASSERT_GT(ward.next_wake(), now) << "it would never sleep";
    }
    ASSERT_NE(alert_of(ward, "overdue"), nullptr);
    EXPECT_NE(alert_of(ward, "overdue")->words.find("vital_signs"), std::string::npos);
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 2) << "a pressure that has grown old may be low";
}

TEST(LiveWard, ARestartGivesTheSameWardAndRaisesOnceWhatFellDueMeanwhile) {
    MemoryStore store;
    const Instant later = at("2026-03-03T20:00:00Z");
    std::string expected;
    {
        LiveWard ward(store, built_in_ward_knowledge());
        value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
        value_of(ward.take(pressor(), at("2026-03-03T10:31:00Z")));
        expected = assessment_json(assess(ward.patient("p1")->timeline(), built_in_calendar(), later),
                                   RejectedRecords::listed);
    }
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.open(later));
    EXPECT_EQ(assessment_json(ward.patient("p1")->assessment, RejectedRecords::listed), expected);
    const Alert* grade = alert_of(ward, "crs");
    ASSERT_NE(grade, nullptr);
    EXPECT_EQ(grade->told, 3U) << "nobody acknowledged it in time";
    std::size_t raised = 0;
    for (const Alert& row : store.all.alerts) raised += row.condition == "crs" && row.changed_at == later ? 1U : 0U;
    EXPECT_EQ(raised, 1U);
    const std::size_t kept = store.all.assessments.size();
    LiveWard third(store, built_in_ward_knowledge());
    value_of(third.open(later));
    EXPECT_EQ(store.all.assessments.size(), kept + 1) << "an opened ward answers once";
}

// The alerts of a clock that falls due at 15:00, by a ward that dies at `died` and starts again at `started`.
std::vector<Alert> overdue_rows(Instant died, Instant started) {
    MemoryStore store;
    Instant now = at("2026-03-03T10:01:00Z");
    const auto pass_until = [&](LiveWard& ward, Instant end) {
        while (ward.next_wake() <= end) {
            now = std::max(now, ward.next_wake());
            value_of(ward.pass_time(now));
        }
        now = end;
    };
    {
        LiveWard ward(store, built_in_ward_knowledge());
        value_of(ward.take(fever(), now));
        pass_until(ward, died);
    }
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.open(started));
    now = started;
    pass_until(ward, started + minutes(5));
    std::vector<Alert> rows;
    for (const Alert& row : store.all.alerts) {
        const bool raised = row.condition == "overdue" && row.told == 1 && row.state == AlertState::raised;
        if (raised && (rows.empty() || rows.back().raised_at != row.raised_at)) rows.push_back(row);
    }
    return rows;
}

TEST(LiveWard, AClockThatRunsOutAroundARestartIsRaisedExactlyOnce) {
    const Instant due = overdue_rows(at("2026-03-03T18:00:00Z"), at("2026-03-03T18:00:01Z")).at(0).raised_at;
    for (int died = -3; died <= 3; ++died) {
        for (int length = 0; length <= 4; ++length) {
            const Instant from = due + Duration{died * 250'000};
            const auto rows = overdue_rows(from, from + Duration{length * 500'000});
            ASSERT_EQ(rows.size(), 1U) << died << ' ' << length;
            const Duration late = rows[0].raised_at - due;
            EXPECT_GE(late, Duration{});
            EXPECT_EQ(rows[0].late, late >= seconds(1) ? late : Duration{}) << died << ' ' << length;
        }
    }
}

TEST(LiveWard, WhatFellDueWhileTheWardDidNotRunSaysHowLate) {
    const Instant due = overdue_rows(at("2026-03-03T18:00:00Z"), at("2026-03-03T18:00:01Z")).at(0).raised_at;
    const auto rows = overdue_rows(due - minutes(1), due + minutes(14));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].late, minutes(14));
    const std::string json = alert_json(rows[0]);
    EXPECT_NE(json.find("late by 14 min\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"late_by_seconds\":840"), std::string::npos) << json;
}

TEST(LiveWard, AFactThatIsAFewMinutesAheadCountsWhenItsTimeHasCome) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    value_of(ward.take(pressor(), at("2026-03-03T10:26:00Z")));
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 1);
    EXPECT_EQ(ward.next_wake(), at("2026-03-03T10:30:00Z"));
    value_of(ward.pass_time(at("2026-03-03T10:30:00Z")));
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 3);
    EXPECT_EQ(alert_of(ward, "crs")->priority, AlarmPriority::high);
}

TEST(LiveWard, AClockThatIsSetBackStopsNoAlert) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    value_of(ward.take(pressor(), at("2026-03-03T10:31:00Z")));
    const Instant back = at("2026-03-03T09:00:00Z");
    value_of(ward.pass_time(back));
    EXPECT_LE(ward.next_wake(), back + minutes(2));
    value_of(ward.pass_time(back + minutes(2)));
    const Alert* told = nullptr;
    for (const Alert& alert : ward.patient("p1")->alerts) {
        if (alert.condition == "crs") told = &alert;
    }
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->told, 2U);
}

TEST(LiveWard, TheBoardHasTheMostUrgentFirst) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    std::vector<Incoming> quiet = fever();
    for (Incoming& incoming : quiet) {
        incoming.patient = "a-quiet";
        incoming.source += " quiet";
    }
    value_of(ward.take(quiet, at("2026-03-03T10:01:00Z")));
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    value_of(ward.take(pressor(), at("2026-03-03T10:31:00Z")));
    const std::string board = ward_json(ward);
    EXPECT_LT(board.find("\"p1\""), board.find("\"a-quiet\"")) << board;
    EXPECT_NE(board.find("\"next\":\"give tocilizumab 640 mg\""), std::string::npos) << board;
}

TEST(LiveWard, EventsAreNumberedWithoutAGap) {
    MemoryStore store;
    LiveWard ward(store, built_in_ward_knowledge());
    value_of(ward.take(fever(), at("2026-03-03T10:01:00Z")));
    value_of(ward.take(pressor(), at("2026-03-03T10:31:00Z")));
    for (std::size_t i = 0; i < store.all.events.size(); ++i) EXPECT_EQ(store.all.events[i].number, i + 1);
    EXPECT_EQ(ward.last_event(), store.all.events.size());
}

}  // namespace
}  // namespace stormkeel
