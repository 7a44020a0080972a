// What was told of a patient and was another's is an incident, for whoever looked at the wrong one.
#include <gtest/gtest.h>

#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

class WrongPatient : public testing::Test {
protected:
    static Instant at(int minute) { return *parse_instant("2026-03-03T11:00:00Z") + minutes(minute); }

    // An ORU of one C-reactive protein, which is another patient's when its status is W.
    static Incoming crp(const std::string& number, const std::string& status, const std::string& order = "77") {
        return {"4711",
                RecordForm::hl7v2,
                "LAB|H|" + number,
                {},
                "MSH|^~\\&|LAB|H|S|W|20260303110000+0000||ORU^R01^ORU_R01|" + number +
                    "|P|2.5.1\rPID|1||4711^^^H^MR\rOBR|1||" + order +
                    "|CRP|||20260303100000+0000\rOBX|1|NM|1988-5^CRP^LN||80|mg/L|||||" + status +
                    "|||20260303100000+0000\r"};
    }
    static Incoming observation(const std::string& patient) {
        return {patient,
                RecordForm::fhir,
                "Observation/o1",
                {},
                R"({"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/)" +
                    patient +
                    R"("},"effectiveDateTime":"2026-03-03T10:00:00Z","code":{"coding":[{"system":"http://loinc.org",)"
                    R"("code":"8867-4"}]},"valueQuantity":{"value":90,"code":"/min"}})"};
    }

    void take(const Incoming& incoming, int minute) {
        EXPECT_TRUE(std::holds_alternative<Taken>(ward.take(std::vector{incoming}, at(minute))));
    }
    const Alert* incident(const std::string& patient) const {
        const WardPatient* found = ward.patient(patient);
        if (found == nullptr) return nullptr;
        for (const Alert& alert : found->alerts) {
            if (alert.condition == "withdrawn") return &alert;
        }
        return nullptr;
    }
    std::vector<std::string> audited() {
        std::vector<std::string> objects;
        const auto read = store.audit_after(0, 100);
        for (const AuditEntry& entry : std::get<std::vector<AuditEntry>>(read)) {
            if (entry.action == "wrong patient") objects.push_back(entry.object);
        }
        return objects;
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(WrongPatient, AResultThatWasAnothersIsAnIncidentThoughNobodyActedOnIt) {
    take(crp("1", "F"), 0);
    EXPECT_EQ(incident("4711"), nullptr);
    take(crp("2", "W"), 1);
    ASSERT_NE(incident("4711"), nullptr);
    EXPECT_EQ(incident("4711")->priority, AlarmPriority::medium);
    EXPECT_EQ(incident("4711")->text,
              "what was told of them was of another patient (ORU 2 OBX 1): look again at what was done, here and where "
              "it belongs");
    EXPECT_EQ(audited(), std::vector{"patient " + ward.pseudonyms().of("4711") + " ORU 2 OBX 1"});
    EXPECT_EQ(audited().front().find("4711"), std::string::npos);
    take(crp("3", "F", "78"), 2);
    ASSERT_NE(incident("4711"), nullptr) << "until somebody has seen it";
    ward.answer({incident("4711")->number, AlertState::acknowledged, "nurse-1", {}, {}}, at(3));
    EXPECT_EQ(incident("4711"), nullptr);
    take(crp("4", "F", "79"), 4);
    EXPECT_EQ(incident("4711"), nullptr) << "it is told once";
    take(crp("5", "W", "78"), 5);
    ASSERT_NE(incident("4711"), nullptr) << "another one";
    EXPECT_EQ(audited().size(), 2U);
}

TEST_F(WrongPatient, WhatWasNeverTakenOrIsDeletedIsNoIncident) {
    take(crp("1", "F"), 0);
    take(crp("2", "W", "99"), 1);
    EXPECT_EQ(incident("4711"), nullptr) << "nothing of theirs was another's";
    take(crp("3", "D"), 2);
    EXPECT_EQ(incident("4711"), nullptr);
    EXPECT_TRUE(audited().empty());
}

TEST_F(WrongPatient, AResourceThatNamesAnotherPatientThanBeforeIsOne) {
    take(observation("p1"), 0);
    take(observation("p2"), 1);
    ASSERT_NE(incident("p1"), nullptr);
    EXPECT_EQ(incident("p1")->text.find("what was told of them was of another patient (Observation/o1)"), 0U);
    EXPECT_EQ(incident("p2"), nullptr);
    EXPECT_EQ(audited(), std::vector{"patient " + ward.pseudonyms().of("p1") + " Observation/o1"});
}

TEST_F(WrongPatient, ItIsThereAfterARestart) {
    take(crp("1", "F"), 0);
    take(crp("2", "W"), 1);
    LiveWard next(store, built_in_ward_knowledge());
    EXPECT_TRUE(std::holds_alternative<Done>(next.open(at(2))));
    const auto& alerts = next.patient("4711")->alerts;
    EXPECT_TRUE(
        std::any_of(alerts.begin(), alerts.end(), [](const Alert& each) { return each.condition == "withdrawn"; }));
}

}  // namespace
}  // namespace stormkeel
