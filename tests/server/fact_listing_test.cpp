// The facts of a patient as each door wrote them: the characters, the unit and what became of each.
#include <gtest/gtest.h>

#include "adapters/hl7v2_frame.h"
#include "server/running_ward.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

class FactListing : public testing::Test {
protected:
    std::string facts() const { return ward.ask("GET /api/patients/p1/facts", ward.feed()); }
    void post(const std::string& path, const std::string& body) const { ward.ask("POST " + path, ward.feed(), body); }
    void send(const std::string& type, const std::string& number, const std::string& born,
              const std::string& segments) {
        client.send(hl7v2_framed("MSH|^~\\&|LAB|HOSP|STORMKEEL|WARD|20260303103000+0000||" + type + "|" + number +
                                 "|P|2.5.1\rPID|1||p1^^^HOSP^MR||DOE^J||" + born + "\r" + segments));
        client.receive_until("\x1C\r");
    }
    void send_results(const std::string& number, const std::string& observations) {
        send("ORU^R01^ORU_R01", number, "19610502", "OBR|1||F1|LAB|||20260303100000+0000\r" + observations);
    }

    RunningWard ward;
    PlainClient client{ward.mllp_port()};
};

TEST_F(FactListing, ValuesAreAsTheyWereWritten) {
    send_results("1", "OBX|1|NM|8310-5^^LN||38.60|Cel|||||F\rOBX|2|SN|2276-4^^LN||>^040000|ng/mL|||||F\r");
    send("RAS^O17^RAS_O17", "2", "",
         "ORC|RE||F2\rRXA|0|1|20260303100000+0000|20260303100000+0000|612865^tocilizumab^RXNORM|640.0|mg|||||||||||||"
         "CP|A\r");
    const auto given = [](const std::string& id, const std::string& drug, const std::string& when,
                          const std::string& dosage) {
        return R"({"resourceType":"MedicationAdministration","id":")" + id +
               R"(","status":"completed","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":")" +
               drug + R"("},)" + when + R"(,"dosage":{)" + dosage + "}}";
    };
    post("/fhir", R"({"resourceType":"Observation","id":"bp","status":"final","subject":{"reference":"Patient/p1"},
        "effectiveDateTime":"2026-03-03T10:00:00Z","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},
        "component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},
                      "valueQuantity":{"value":84.0,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
                     {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},
                      "valueQuantity":{"value":6.80,"system":"http://unitsofmeasure.org","code":"kPa"}}]})");
    post("/fhir", given("n", "norepinephrine",
                        R"("effectivePeriod":{"start":"2026-03-03T08:00:00Z","end":"2026-03-03T09:00:00Z"})",
                        R"("rateQuantity":{"value":0.050,"code":"ug/kg/min"})"));
    post("/fhir", given("d", "dexamethasone", R"("effectiveDateTime":"2026-03-03T09:00:00Z")",
                        R"("dose":{"value":10.0,"code":"mg"})"));
    const std::string told = facts();
    for (const char* fact : {R"("item":"temperature","value":"38.60","unit":"Cel")",
                             R"("item":"ferritin","value":">40000","unit":"ng/mL")",
                             R"("item":"give:tocilizumab","value":"640.0","unit":"mg")",
                             R"("item":"systolic_bp","value":"84.0","unit":"mm[Hg]")",
                             R"("item":"diastolic_bp","value":"6.80","unit":"kPa")",
                             R"("item":"rate:norepinephrine","value":"0.050","unit":"ug/kg/min")",
                             R"("item":"rate:norepinephrine","value":"0","unit":"ug/kg/min")",
                             R"("item":"give:dexamethasone","value":"10.0","unit":"mg")"}) {
        EXPECT_TRUE(has(told, fact)) << fact << "\n" << told;
    }
}

TEST_F(FactListing, AStopHasTheUnitOfWhatRan) {
    const std::string drug = "|7512^norepinephrine^RXNORM|";
    send("RAS^O17^RAS_O17", "1", "",
         "ORC|RE||F2\rRXA|0|1|20260303080000+0000|" + drug + "0.05|ug/kg|||||M1||||||||CP|A\r");
    send("RAS^O17^RAS_O17", "2", "", "ORC|RE||F2\rRXA|0|2|20260303090000+0000|" + drug + "0||||||||||||||CP|A\r");
    const std::string told = facts();
    EXPECT_TRUE(
        has(told, R"("time":"2026-03-03T09:00:00Z","item":"rate:norepinephrine","value":"0","unit":"ug/kg/min")"))
        << told;
}

TEST_F(FactListing, ARefusedAdministrationIsNoCurrentFact) {
    send("RAS^O17^RAS_O17", "1", "",
         "ORC|RE||F2\rRXA|0|1|20260303080000+0000||612865^tocilizumab^RXNORM|640|mg|||||||||||||CP|Z\r");
    EXPECT_TRUE(has(facts(), R"("item":"give:tocilizumab","value":"640","unit":"mg","source":"RAS 1 RXA 1",)"
                             R"("received":"2026-03-03T10:31:00Z","status":"rejected")"))
        << facts();
}

TEST_F(FactListing, ADateOfBirthIsListedOnceForEachThatMessagesTold) {
    send_results("1", "OBX|1|NM|8310-5^^LN||38.6|Cel|||||F\r");
    send_results("2", "OBX|1|NM|8867-4^^LN||99|/min|||||F\r");
    EXPECT_EQ(between(facts(), R"({"time":"1961-05-02","item":"birth_date",)", "}"),
              R"("value":"","unit":"","source":"ORU 1 PID 1","received":"2026-03-03T10:31:00Z","status":"current")");
    EXPECT_FALSE(has(facts(), "ORU 2 PID 1"));
    send("ADT^A08^ADT_A01", "3", "19620502", "EVN|A08|20260303103000+0000\r");
    EXPECT_TRUE(
        has(facts(), R"({"time":"1962-05-02","item":"birth_date","value":"","unit":"","source":"ADT 3 PID 1")"));
    EXPECT_TRUE(has(between(facts(), R"("source":"ADT 3 PID 1")", "}"), R"("status":"current")"));
    EXPECT_TRUE(has(between(facts(), R"("source":"ORU 1 PID 1")", "}"), R"("status":"superseded")"));
}

TEST_F(FactListing, ACancelledObservationIsTakenBack) {
    const auto observed = [](const std::string& status) {
        return R"({"resourceType":"Observation","id":"t1","status":")" + status +
               R"(","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:01:00Z",
               "code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},
               "valueQuantity":{"value":38.6,"system":"http://unitsofmeasure.org","code":"Cel"}})";
    };
    post("/fhir", observed("cancelled"));
    EXPECT_TRUE(has(facts(), R"("status":"retracted")")) << facts();
    EXPECT_FALSE(has(facts(), R"("status":"current")")) << facts();
}

TEST_F(FactListing, ADrugThatNobodyKnowsIsUsedAsARecordThatDrugsAreCharted) {
    for (const char* drug :
         {R"({"text":"metoprolol"})",
          R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"99999999"}]})"}) {
        const RunningWard other;
        const std::string answer =
            other.ask("POST /fhir", other.feed(),
                      R"({"resourceType":"MedicationAdministration","id":"m1","status":"completed",
            "subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z","medicationCodeableConcept":)" +
                          std::string(drug) + R"(,"dosage":{"dose":{"value":5,"code":"mg"}}})");
        EXPECT_TRUE(has(answer, " 201 ")) << answer;
        EXPECT_TRUE(has(answer, R"("severity":"warning")")) << answer;
        EXPECT_TRUE(has(answer, "not used but as a record that drugs are charted here")) << answer;
        const std::string told = other.ask("GET /api/patients/p1/facts", other.feed());
        EXPECT_TRUE(has(told, R"("status":"current")")) << told;
    }
}

TEST_F(FactListing, ANumberOfJsonIsOneHoweverItIsWrittenAndATextIsNot) {
    const auto answer = [&](const std::string& value) {
        return ward.ask(
            "POST /api/patients/p1/facts", ward.feed(),
            R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"ferritin","value":)" + value + R"(,"unit":"ug/L"}]})");
    };
    EXPECT_TRUE(has(answer("1e2"), " 200 "));
    EXPECT_TRUE(has(facts(), R"("item":"ferritin","value":"100")")) << facts();
    EXPECT_TRUE(has(answer(R"("1e3")"), " 422 "));
    EXPECT_TRUE(has(answer(R"("+300")"), " 422 "));
    EXPECT_TRUE(has(answer("38.60"), " 200 "));
    EXPECT_TRUE(has(facts(), R"("item":"ferritin","value":"38.60")")) << "as it was written";
}

TEST_F(FactListing, WhatWasRejectedIsListedAlikeByEachDoor) {
    post("/api/patients/p1/facts",
         R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":93,"unit":"Cel"}]})");
    post("/fhir", R"({"resourceType":"Observation","id":"t1","status":"final","subject":{"reference":"Patient/p1"},
        "effectiveDateTime":"2026-03-03T10:01:00Z","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},
        "valueQuantity":{"value":93,"system":"http://unitsofmeasure.org","code":"Cel"}})");
    send_results("1", "OBX|1|NM|8310-5^^LN||93|Cel|||||F|||20260303100200+0000\r");
    send_results("2", "OBX|1|NM|8310-5^^LN||93|Cel|||||P|||20260303100300+0000\r");
    const std::string told = facts();
    for (const char* time : {"10:00", "10:01", "10:02", "10:03"}) {
        const std::string fact = between(told, R"({"time":"2026-03-03T)" + std::string(time) + R"(:00Z")", "}");
        EXPECT_TRUE(has(fact, R"("item":"temperature","value":"93","unit":"Cel")")) << time << told;
        EXPECT_TRUE(has(fact, R"("status":"rejected")")) << time << told;
    }
}

}  // namespace
}  // namespace stormkeel
