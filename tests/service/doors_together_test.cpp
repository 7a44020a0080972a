// One patient by several doors: what one of them tells without a time holds from what the others tell, and whose a
// message is follows from who has the identifier.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/fhir_intake.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant noon_of_doors = *parse_instant("2026-03-03T12:00:00Z");

Incoming chart_row(const std::string& source, const std::string& item, const std::string& value,
                   const std::string& unit) {
    return {"p1",
            RecordForm::chart_row,
            source,
            {},
            R"({"time":"2026-03-03T10:00:00Z","item":")" + item + R"(","value":")" + value + R"(","unit":")" + unit +
                "\"}"};
}

Incoming message_of(const std::string& number, const std::string& identifier, const std::string& value) {
    return {identifier,
            RecordForm::hl7v2,
            "HL7 MON|H|" + number,
            {},
            "MSH|^~\\&|MON|H|S|W|20260303113000+0000||ORU^R01^ORU_R01|" + number + "|P|2.5.1\rPID|1||" + identifier +
                "^^^H^MR\rOBR|1||F" + number + "|V|||20260303110000+0000\rOBX|1|NM|8310-5^T^LN||" + value +
                "|Cel|||||F|||20260303110000+0000\r"};
}

struct DoorsTogether : testing::Test {
    DoorsTogether() { ward.open(noon_of_doors); }

    void take(const std::vector<Incoming>& records) {
        const auto taken = ward.take(records, noon_of_doors);
        ASSERT_TRUE(std::holds_alternative<Taken>(taken));
        for (const Taken::One& one : std::get<Taken>(taken).records) outcomes.push_back(one.outcome);
    }
    void send(const std::string& body) {
        std::vector<Incoming> records;
        FhirIntake intake = read_fhir_intake({body}, ward, noon_of_doors);
        count_from_now_on(intake.parts, ward);
        for (const FhirIntakePart& part : intake.parts) {
            issues += part.issue;
            if (part.record) records.push_back(*part.record);
        }
        take(records);
    }
    std::string facts_of(std::string_view id) const {
        std::string found;
        const WardPatient* patient = ward.patient(id);
        if (patient == nullptr) return "nobody";
        for (const Fact& fact : patient->timeline().facts()) {
            found += to_text(fact.at).substr(11, 5) + " " + std::string(name_of(fact.item)) + " of " +
                     patient->timeline().source_text(fact.source) + "; ";
        }
        return found;
    }
    std::string facts_after_a_start(std::string_view id) {
        LiveWard again(store, built_in_ward_knowledge());
        again.open(noon_of_doors);
        std::string found;
        for (const Fact& fact : again.patient(id)->timeline().facts()) {
            found += to_text(fact.at).substr(11, 5) + " " + std::string(name_of(fact.item)) + " of " +
                     again.patient(id)->timeline().source_text(fact.source) + "; ";
        }
        return found;
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
    std::vector<Taken::Outcome> outcomes;
    std::string issues;
};

const std::string allergy_of_p1 =
    R"({"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/p1"},
"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},
"code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"612865"}]}})";

TEST_F(DoorsTogether, AnAllergyWithoutATimeHoldsForWhatOtherDoorsTell) {
    take({message_of("1", "p1", "38.6")});
    send(allergy_of_p1);
    EXPECT_EQ(issues, "");
    const std::string both = "11:00 temperature of ORU 1 OBX 1; 11:00 allergy of AllergyIntolerance/a1; ";
    EXPECT_EQ(facts_of("p1"), both);
    EXPECT_EQ(facts_after_a_start("p1"), both);
    take({chart_row("c1", "weight", "80", "kg")});
    EXPECT_EQ(facts_of("p1"),
              "10:00 weight of c1; 10:00 allergy of AllergyIntolerance/a1; 11:00 temperature of ORU 1 OBX 1; ");
}

TEST_F(DoorsTogether, AnAllergyThatComesFirstHoldsOnceAnythingElseIsRecorded) {
    send(allergy_of_p1);
    EXPECT_EQ(facts_of("p1"), "");
    take({message_of("1", "p1", "38.6")});
    EXPECT_EQ(facts_of("p1"), "11:00 temperature of ORU 1 OBX 1; 11:00 allergy of AllergyIntolerance/a1; ");
}

TEST_F(DoorsTogether, ADeathWithoutATimeCountsFromTheLastThatAnyDoorTells) {
    send(R"({"resourceType":"Patient","id":"p1","deceasedBoolean":true})");
    take({chart_row("c1", "weight", "80", "kg")});
    EXPECT_EQ(facts_of("p1"), "10:00 weight of c1; 10:00 death of Patient/p1; ");
    take({message_of("1", "p1", "38.6")});
    const std::string all = "10:00 weight of c1; 11:00 death of Patient/p1; 11:00 temperature of ORU 1 OBX 1; ";
    EXPECT_EQ(facts_of("p1"), all);
    EXPECT_EQ(facts_after_a_start("p1"), all);
}

// Numbers of hospitals and ids of FHIR are both small numbers.
TEST_F(DoorsTogether, AMessageIsOfWhoHasTheIdentifierAlsoWhenItIsAnothersId) {
    send(R"({"resourceType":"Patient","id":"2001","identifier":[{"value":"1001"}]})");
    send(R"({"resourceType":"Patient","id":"1001","identifier":[{"value":"5001"}]})");
    take({message_of("1", "5001", "39.9")});
    take({message_of("2", "1001", "36.9")});
    EXPECT_EQ(facts_of("1001"), "11:00 temperature of ORU 1 OBX 1; ");
    EXPECT_EQ(facts_of("2001"), "11:00 temperature of ORU 2 OBX 1; ");
    EXPECT_EQ(facts_after_a_start("1001"), "11:00 temperature of ORU 1 OBX 1; ");
}

std::string dose_of_p1(const std::string& meta) {
    return R"({"resourceType":"MedicationAdministration","id":"m1",)" + meta +
           R"("status":"completed","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z",
"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"612865"}]},
"dosage":{"dose":{"value":640,"system":"http://unitsofmeasure.org","code":"mg"}}})";
}
const std::string given_at_ten = "10:00 give of MedicationAdministration/m1; ";

std::string deletion(const std::string& response) {
    return R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE",
"url":"MedicationAdministration/m1"})" +
           response + "}]}";
}

TEST_F(DoorsTogether, WhatComesAgainAfterItsDeletionCounts) {
    send(dose_of_p1(""));
    EXPECT_EQ(facts_of("p1"), given_at_ten);
    send(deletion(""));
    EXPECT_EQ(facts_of("p1"), "");
    send(dose_of_p1(R"("meta":{"versionId":"3"},)"));
    EXPECT_EQ(facts_of("p1"), given_at_ten);
    EXPECT_EQ(facts_after_a_start("p1"), given_at_ten);
}

// An update says how it is from now on, also when it was so before.
TEST_F(DoorsTogether, WhatIsPutBackAsItWasCounts) {
    std::string taken_back = dose_of_p1("");
    taken_back.replace(taken_back.find("completed"), 9, "not-done");
    for (int i = 0; i < 2; ++i) {
        send(dose_of_p1(""));
        EXPECT_EQ(facts_of("p1"), given_at_ten);
        send(taken_back);
        EXPECT_EQ(facts_of("p1"), "");
    }
    send(dose_of_p1(""));
    send(dose_of_p1(""));
    EXPECT_EQ(outcomes.back(), Taken::Outcome::repeated) << "it is so already";
    EXPECT_EQ(facts_of("p1"), given_at_ten);
    for (int i = 0; i < 2; ++i) {
        send(deletion(""));
        EXPECT_EQ(facts_of("p1"), "");
        send(dose_of_p1(""));
    }
    EXPECT_EQ(facts_of("p1"), given_at_ten);
    EXPECT_EQ(facts_after_a_start("p1"), given_at_ten);
}

TEST_F(DoorsTogether, AnEarlierVersionThatComesAfterTheDeletionDoesNotCount) {
    send(dose_of_p1(R"("meta":{"versionId":"2"},)"));
    send(deletion(R"(,"response":{"status":"204","etag":"W/\"3\""})"));
    send(dose_of_p1(R"("meta":{"versionId":"1"},)"));
    EXPECT_EQ(facts_of("p1"), "");
    EXPECT_EQ(facts_after_a_start("p1"), "");
    send(dose_of_p1(R"("meta":{"versionId":"4"},)"));
    EXPECT_EQ(facts_of("p1"), given_at_ten);
}

TEST_F(DoorsTogether, ADeletionOfWhatIsNotKnownTiesNobodyTogether) {
    send(deletion(""));
    send(dose_of_p1(""));
    EXPECT_EQ(ward.record().named_with("p1"), std::set<std::string>{"p1"});
}

TEST_F(DoorsTogether, ADeletionOfAnEarlierVersionThatComesLateTakesNothingBack) {
    send(dose_of_p1(R"("meta":{"versionId":"3","lastUpdated":"2026-03-03T11:00:00Z"},)"));
    send(deletion(R"(,"response":{"status":"204","etag":"W/\"2\"","lastModified":"2026-03-03T10:30:00Z"})"));
    EXPECT_EQ(facts_of("p1"), given_at_ten);
    EXPECT_EQ(facts_after_a_start("p1"), given_at_ten);
}

}  // namespace
}  // namespace stormkeel
