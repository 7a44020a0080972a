// What somebody answered hides no higher grade, and a grade that is not known any more ends and lowers nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

class AlertGrades : public testing::Test {
protected:
    AlertGrades() {
        EXPECT_TRUE(std::holds_alternative<Done>(ward.open(at("3T08:00"))));
        take("3T08:00", "therapy", "axicabtagene_ciloleucel", "");
        take("3T08:00", "weight", "80", "kg");
    }

    static Instant at(const std::string& time) { return *parse_instant("2026-03-0" + time + ":00Z"); }

    static Incoming row(const std::string& time, const std::string& item, const std::string& value,
                        const std::string& unit, const std::string& patient = "p1") {
        return {patient,
                RecordForm::chart_row,
                "api " + patient + item + time,
                {},
                text_of({to_text(at(time)), item, value, unit})};
    }

    void take(const std::string& time, const std::string& item, const std::string& value, const std::string& unit,
              const std::string& patient = "p1") {
        take_all(time, {row(time, item, value, unit, patient)});
    }

    // CRS 1 at once.
    void take_vitals(const std::string& time, const std::string& patient = "p1") {
        take_all(time, {row(time, "temperature", "38.6", "Cel", patient), row(time, "spo2", "96", "%", patient),
                        row(time, "systolic_bp", "118", "mm[Hg]", patient),
                        row(time, "oxygen_device", "room_air", "", patient)});
    }

    void take_all(const std::string& time, const std::vector<Incoming>& rows) {
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(rows, at(time))));
    }

    const Alert* open(std::string_view condition, std::string_view patient = "p1") const {
        for (const Alert& alert : ward.patient(patient)->alerts) {
            if (alert.condition == condition) return &alert;
        }
        return nullptr;
    }

    void answer(const std::string& time, std::string_view condition, AlertState state,
                std::string_view patient = "p1") {
        ASSERT_NE(open(condition, patient), nullptr) << condition;
        ward.answer({open(condition, patient)->number, state, "physician-1", "known", {}}, at(time));
    }

    // "high raised", or "none".
    std::string seen(std::string_view condition, std::string_view patient = "p1") const {
        constexpr std::array<std::string_view, 5> states{"raised", "acknowledged", "declined", "ended", "snoozed"};
        const Alert* alert = open(condition, patient);
        if (alert == nullptr) return "none";
        return std::string(name_of(alert->priority)) + ' ' +
               std::string(states.at(static_cast<std::size_t>(alert->state)));
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(AlertGrades, WhatMayBe3AndWasDeclinedHidesNoCertain3) {
    take_vitals("3T10:00");
    answer("3T10:01", "crs", AlertState::declined);
    take("3T10:02", "oxygen_device", "nasal_cannula", "");
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 2);
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 3);
    EXPECT_EQ(seen("crs"), "high raised");
    answer("3T10:03", "crs", AlertState::declined);
    take("3T10:04", "oxygen_flow", "8", "L/min");
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 3);
    EXPECT_EQ(seen("crs"), "high raised");
    EXPECT_EQ(open("crs")->words, "1 2 3 possible_1 possible_2 possible_3");
    answer("3T10:05", "crs", AlertState::declined);
    take("3T10:06", "oxygen_flow", "9", "L/min");
    EXPECT_EQ(seen("crs"), "high declined") << "nothing new";
}

TEST_F(AlertGrades, WhatIsNotKnownAndWasDeclinedHidesNoCertain1) {
    EXPECT_EQ(seen("crs"), "low raised");
    answer("3T09:00", "crs", AlertState::declined);
    take_vitals("3T10:00");
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_most, 1);
    EXPECT_EQ(seen("crs"), "low raised");
}

TEST_F(AlertGrades, AnAcknowledgedGradeThatIsNotKnownAnyMoreGoesOnAndComesAgain) {
    take("3T10:00", "ice_score", "0", "");
    take("3T10:00", "consciousness", "unarousable", "");
    EXPECT_EQ(seen("icans"), "high raised");
    answer("3T10:01", "icans", AlertState::acknowledged);
    ward.pass_time(at("3T10:16"));
    EXPECT_EQ(seen("icans"), "high raised") << "after 15 minutes";
    answer("3T22:29", "icans", AlertState::acknowledged);
    ward.pass_time(at("3T22:31"));
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_least, 0);
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_most, 4);
    EXPECT_EQ(seen("icans"), "high acknowledged") << "nobody has charted that it passed";
    ward.pass_time(at("3T22:44"));
    EXPECT_EQ(seen("icans"), "high raised");
    answer("3T22:45", "icans", AlertState::acknowledged);
    take("3T22:50", "ice_score", "0", "");
    take("3T22:50", "consciousness", "unarousable", "");
    EXPECT_EQ(seen("icans"), "high acknowledged") << "and the same grade is no news";
    EXPECT_EQ(open("icans_rise")->raised_at, at("3T10:00")) << "nor has it risen";
    take("3T22:55", "consciousness", "awake", "");
    take("3T22:55", "ice_score", "10", "");
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_most, 0);
    EXPECT_EQ(seen("icans"), "none") << "it has passed";
}

TEST_F(AlertGrades, AGradeOfCrsThatIsNotKnownAnyMoreIsNotLowered) {
    take_vitals("3T10:00");
    take("3T10:01", "oxygen_device", "high_flow_nasal_cannula", "");
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 3);
    ward.pass_time(at("5T09:59"));
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 0);
    EXPECT_EQ(seen("crs"), "high raised");
    answer("5T10:00", "crs", AlertState::acknowledged);
    EXPECT_EQ(seen("crs"), "high acknowledged");
    ward.pass_time(at("5T10:15"));
    EXPECT_EQ(seen("crs"), "high raised");
    answer("5T10:16", "crs", AlertState::acknowledged);
    take("5T10:20", "temperature", "37.0", "Cel");
    take("5T10:20", "systolic_bp", "118", "mm[Hg]");
    take("5T10:20", "spo2", "96", "%");
    take("5T10:20", "oxygen_device", "room_air", "");
    EXPECT_EQ(seen("crs"), "none");
}

TEST_F(AlertGrades, ARestartRaisesNothingAnewBecauseAnEarlierVersionHadOtherWords) {
    take_vitals("3T10:00");
    take("3T10:02", "oxygen_device", "nasal_cannula", "");
    answer("3T10:03", "crs", AlertState::declined);
    store.all.alerts.back().words = "1 2 3";  // as it was told that 2 is certain and 3 may be
    LiveWard again{store, built_in_ward_knowledge()};
    ASSERT_TRUE(std::holds_alternative<Done>(again.open(at("3T10:04"))));
    const auto crs = [&] {
        for (const Alert& alert : again.patient("p1")->alerts) {
            if (alert.condition == "crs") return alert;
        }
        return Alert{};
    };
    EXPECT_EQ(crs().state, AlertState::declined);
    again.take(std::vector{row("3T10:05", "oxygen_flow", "8", "L/min")}, at("3T10:05"));
    EXPECT_EQ(crs().state, AlertState::raised) << "the certain 3 is news all the same";
}

TEST_F(AlertGrades, AFlowThatWaversIsToldOnAndSoIsWhatGetsWorse) {
    take_vitals("3T10:00");
    answer("3T10:01", "crs", AlertState::acknowledged);
    take("3T10:01", "oxygen_device", "nasal_cannula", "");
    take("3T10:01", "oxygen_flow", "8", "L/min");
    EXPECT_EQ(open("crs")->told, 1U);
    take("3T10:02", "oxygen_flow", "2", "L/min");
    take("3T10:03", "oxygen_flow", "8", "L/min");
    EXPECT_EQ(open("crs")->told, 2U) << "two minutes after it was raised";
    take("3T10:05", "oxygen_device", "mechanical_ventilation", "");
    EXPECT_EQ(open("crs")->raised_at, at("3T10:01"));
    EXPECT_EQ(seen("crs"), "high raised");
    ward.pass_time(at("3T10:06"));
    EXPECT_EQ(open("crs")->told, 3U) << "five minutes after it was raised";
}

TEST_F(AlertGrades, AnIcansGradeThatRisesBy2AtOnceIsHigh) {
    take("3T10:00", "ice_score", "10", "");
    take("3T10:00", "consciousness", "awake", "");
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_most, 0);
    take("3T14:00", "ice_score", "4", "");
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_least, 2);
    EXPECT_EQ(seen("icans"), "medium raised");
    EXPECT_EQ(seen("icans_rise"), "high raised");
}

TEST_F(AlertGrades, AnIcansGradeThatRisesBy1IsNot) {
    take("3T10:00", "ice_score", "8", "");
    take("3T10:00", "consciousness", "awake", "");
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_least, 1);
    take("3T14:00", "ice_score", "4", "");
    EXPECT_EQ(ward.patient("p1")->assessment.icans.at_least, 2);
    EXPECT_EQ(seen("icans_rise"), "none");
}

class JoinedAlerts : public AlertGrades {
protected:
    JoinedAlerts() {
        take("3T08:00", "therapy", "axicabtagene_ciloleucel", "", "p2");
        take_vitals("3T10:00", "p2");
        take("3T10:00", "oxygen_device", "high_flow_nasal_cannula", "", "p2");
        EXPECT_EQ(seen("crs", "p2"), "high raised");
    }

    void join(const std::string& time) {
        const Incoming merge{"p1",
                             RecordForm::hl7v2,
                             "HL7 ADT|1",
                             {},
                             "MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303100000+0000||ADT^A40|1|P|2.5.1\rEVN|A40\r"
                             "PID|1||p1\rMRG|p2\r"};
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{merge}, at(time))));
        EXPECT_EQ(ward.patients().size(), 1U);
        EXPECT_GE(ward.patient("p1")->assessment.crs.at_least, 3);
    }
};

TEST_F(JoinedAlerts, WhatWaitsForSomebodyIsToldOnFromWhenItWasRaised) {
    ward.pass_time(at("3T10:02"));
    const std::uint64_t before = open("crs", "p2")->number;
    join("3T10:04");
    EXPECT_EQ(seen("crs"), "high raised");
    EXPECT_EQ(open("crs")->told, 2U);
    EXPECT_EQ(open("crs")->raised_at, at("3T10:00"));
    EXPECT_EQ(ward.open_alert(before), nullptr) << "that of p2 has ended";
    ward.pass_time(at("3T10:05"));
    EXPECT_EQ(open("crs")->told, 3U);
    EXPECT_EQ(std::count_if(store.all.events.begin(), store.all.events.end(),
                            [&](const WardEvent& event) {
                                return event.kind == "alert" && event.json.find("\"told\":2") != std::string::npos &&
                                       event.patient == "p1" &&
                                       event.json.find("\"condition\":\"crs\"") != std::string::npos;
                            }),
              1)
        << "it is told of once";
}

TEST_F(JoinedAlerts, WhatTheSurvivorsPersonAnsweredHidesNothingThatWaits) {
    take_vitals("3T10:00");
    answer("3T10:01", "crs", AlertState::acknowledged);
    join("3T10:01");
    EXPECT_EQ(seen("crs"), "high raised");
    EXPECT_EQ(open("crs")->raised_at, at("3T10:00"));
}

TEST_F(JoinedAlerts, WhatSomebodyAnsweredIsAnsweredForTheSamePerson) {
    answer("3T10:01", "crs", AlertState::acknowledged, "p2");
    join("3T10:02");
    EXPECT_EQ(seen("crs"), "high acknowledged");
    EXPECT_EQ(open("crs")->by, "physician-1");
    ward.pass_time(at("3T10:16"));
    EXPECT_EQ(seen("crs"), "high raised") << "15 minutes after it was acknowledged";
}

TEST_F(JoinedAlerts, WhatIsWorseForThemTogetherIsNews) {
    take("3T10:00", "rate:norepinephrine", "0.05", "ug/kg/min");
    take("3T10:00", "rate:vasopressin", "0.03", "U/min");
    take("3T10:00", "rate:epinephrine", "0.05", "ug/kg/min");
    answer("3T10:01", "crs", AlertState::declined, "p2");
    join("3T10:02");
    EXPECT_EQ(ward.patient("p1")->assessment.crs.at_least, 4);
    EXPECT_EQ(seen("crs"), "high raised");
}

TEST_F(JoinedAlerts, WhatPassedUnseenStaysUntilSomebodyHasSeenIt) {
    take("3T10:00", "ice_score", "4", "", "p2");
    ASSERT_EQ(seen("icans_rise", "p2"), "high raised");
    join("3T10:02");
    EXPECT_EQ(seen("icans_rise"), "high raised");
    EXPECT_TRUE(open("icans_rise")->over);
    EXPECT_EQ(open("icans_rise")->told, 2U);
    answer("3T10:03", "icans_rise", AlertState::acknowledged);
    EXPECT_EQ(seen("icans_rise"), "none");
}

}  // namespace
}  // namespace stormkeel
