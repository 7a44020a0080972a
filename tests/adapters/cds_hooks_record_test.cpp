// CDS Hooks: prefetched FHIR beside what is stored, and what of a prefetch did not come.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/assessment_json.h"
#include "adapters/cds_hooks_example.h"
#include "adapters/cds_hooks_record.h"
#include "adapters/fhir.h"
#include "adapters/fhir_out_example.h"
#include "core/assess.h"
#include "properties/knowledge.h"

namespace stormkeel {
namespace {

using namespace example;

Written temperature(std::string_view id, std::string_view at, double value) {
    return {{"resourceType", "Observation"},
            {"id", id},
            {"status", "final"},
            {"subject", {{"reference", "Patient/p1"}}},
            {"effectiveDateTime", at},
            {"code", {{"coding", Written::array({{{"system", "http://loinc.org"}, {"code", "8310-5"}}})}}},
            {"valueQuantity", {{"value", value}, {"code", "Cel"}}}};
}

Written searchset(const std::vector<Written>& resources) {
    Written entries = Written::array();
    for (const Written& resource : resources) entries.push_back({{"resource", resource}});
    return {{"resourceType", "Bundle"}, {"type", "searchset"}, {"entry", entries}};
}

std::string detail_of(const Written& prefetch, const std::string& stored = chart_of({})) {
    return card_of(call_of(patient_view, prefetch), "2026-03-03T11:00:00Z", stored)["detail"];
}

// Each example, once as the command line reads it and once cut into the searches of a prefetch.
TEST(CdsRecord, PrefetchAndTheCommandLineGiveTheSameAssessment) {
    std::size_t compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(STORMKEEL_SOURCE_DIR "/examples")) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        FhirReader reader(knowledge().terminology);
        reader.add_document(text);
        const FhirPatients direct = reader.finish();
        ASSERT_EQ(direct.patients.size(), 1U) << entry.path();
        const auto& [id, timeline] = *direct.patients.begin();

        std::map<std::string, std::vector<Written>> by_type;
        const Written bundle = Written::parse(text);
        for (const Written& one : bundle["entry"]) {
            by_type[one["resource"]["resourceType"]].push_back(one["resource"]);
        }
        Written prefetch = Written::object();
        for (const auto& [type, resources] : by_type) prefetch[type] = searchset(resources);
        Written call = call_of(patient_view, prefetch);
        call["context"]["patientId"] = id;
        const std::string body = call.dump();
        const Instant at = timeline.facts().back().at;
        const auto read = read_cds_call({patient_view, body, at});
        ASSERT_TRUE(std::holds_alternative<CdsCall>(read));
        const GuidelineCalendar calendar(knowledge().guideline);
        const auto record =
            read_cds_record(std::get<CdsCall>(read), {knowledge().terminology, calendar, "1.2.3", nullptr});
        ASSERT_TRUE(std::holds_alternative<CdsRecord>(record));
        EXPECT_TRUE(std::get<CdsRecord>(record).incomplete.empty());
        EXPECT_EQ(
            assessment_json(assess(std::get<CdsRecord>(record).timeline(), calendar, at), RejectedRecords::listed),
            assessment_json(assess(timeline, calendar, at), RejectedRecords::listed))
            << entry.path();
        ++compared;
    }
    EXPECT_EQ(compared, 12U);
}

TEST(CdsRecord, WhatIsPrefetchedJoinsWhatIsStored) {
    const std::string stored =
        chart_of({"2026-03-03T10:00:00Z,oxygen_device,nasal_cannula,", "2026-03-03T10:00:00Z,oxygen_flow,2,L/min"});
    const Written later = {{"vitals", searchset({temperature("o7", "2026-03-03T10:45:00Z", 39.1)})}};
    const std::string detail = detail_of(later, stored);
    EXPECT_NE(detail.find("temperature 39.1 °C at 2026-03-03 10:45 UTC (Observation/o7)"), std::string::npos) << detail;
    EXPECT_NE(detail.find("CRS grade 2 (ASTCT 2019)"), std::string::npos) << detail;
    EXPECT_EQ(detail.find("Not sent"), std::string::npos) << detail;
}

TEST(CdsRecord, AListThatIsNotCompleteIsSaidToBe) {
    Written paged = searchset({temperature("o7", "2026-03-03T10:45:00Z", 39.1)});
    paged["link"] = Written::array({{{"relation", "next"}, {"url", "https://example.org/page2"}}});
    const std::string detail = detail_of({{"vitals", paged}});
    EXPECT_NE(detail.find("prefetch vitals: more was found than was sent"), std::string::npos) << detail;
    EXPECT_NE(detail.find("39.1"), std::string::npos);
    EXPECT_EQ(detail.find("page2"), std::string::npos);
    Written counted = searchset({temperature("o7", "2026-03-03T10:45:00Z", 39.1)});
    counted["total"] = 2;
    EXPECT_NE(detail_of({{"vitals", counted}}).find("the list is not complete"), std::string::npos);
    counted["total"] = 1;
    EXPECT_EQ(detail_of({{"vitals", counted}}).find("not complete"), std::string::npos);
}

TEST(CdsRecord, AFailedSearchAndAValueThatIsNoFhirAreSaid) {
    const Written outcome{{"resourceType", "OperationOutcome"}};
    EXPECT_NE(detail_of({{"conditions", outcome}}).find("prefetch conditions: the search failed"), std::string::npos);
    EXPECT_NE(detail_of({{"conditions", searchset({outcome})}}).find("the search failed"), std::string::npos);
    EXPECT_NE(detail_of({{"conditions", "x"}}).find("neither a FHIR resource nor a Bundle"), std::string::npos);
    // A failed search is no sign that there is no therapy.
    const Written unknown{{"patient", {{"resourceType", "Patient"}, {"id", "p1"}}},
                          {"medication_administrations", outcome}};
    EXPECT_EQ(cards_of(call_of(patient_view, unknown), ten).size(), 1U);
    // Hundreds of vital signs are no news of someone without a therapy.
    Written paged = searchset({temperature("o7", "2026-03-03T09:45:00Z", 36.9)});
    paged["total"] = 900;
    EXPECT_TRUE(cards_of(call_of(patient_view, {{"vitals", paged}}), ten).empty());
}

Written given(std::string_view id, const Written& medication, std::string_view at) {
    return {{"resourceType", "MedicationAdministration"},
            {"id", id},
            {"status", "completed"},
            {"subject", {{"reference", "Patient/p1"}}},
            {"effectiveDateTime", at},
            {"medicationCodeableConcept", medication},
            {"dosage", {{"dose", milligrams(640)}}}};
}

// What is stored may be a birth date and no more.
TEST(CdsRecord, AListThatIsCutOffIsWarnedOfBesideWhatIsStoredToo) {
    const std::string stored = chart_of({"2026-03-03T09:00:00Z,weight,80,kg"});
    const auto details = [&](const char* key, const Written& list) {
        Written call = order_call("stormkeel-order-sign", {draft_of("r1", by_name("tocilizumab"), milligrams(640))});
        call["prefetch"] = {{key, list}};
        std::string all;
        for (const Written& card : cards_of(call, ten, stored)) all += card["detail"].get<std::string>();
        return all;
    };
    const Written one = given("m1", by_name("Yescarta"), "2026-03-01T09:00:00Z");
    for (const char* key : {"medication_administrations", "therapies_and_tocilizumab"}) {
        Written more = searchset({one});
        more["total"] = 300;
        EXPECT_TRUE(says(details(key, more), "Earlier doses may be missing")) << key;
        EXPECT_FALSE(says(details(key, searchset({one})), "Earlier doses may be missing")) << key;
    }
}

// The first dose may stand on the page that did not come: silence would pass a fifth for a fourth.
TEST(CdsRecord, AnAntibodyIsWarnedOfWhereEarlierDosesMayBeMissing) {
    Written drugs = searchset({given("m1", by_name("Yescarta"), "2026-03-01T09:00:00Z"),
                               given("m2", by_name("tocilizumab"), "2026-03-03T01:00:00Z")});
    Written call = order_call("stormkeel-order-sign", {draft_of("r1", by_name("tocilizumab"), milligrams(640))});
    const auto warned = [&] {
        const auto cards = cards_of(call, ten);
        return !cards.empty() && says(cards[0]["detail"], "Earlier doses may be missing");
    };
    call["prefetch"] = {{"medication_administrations", drugs}};
    EXPECT_FALSE(warned());
    drugs["link"] = Written::array({{{"relation", "next"}, {"url", "x"}}});
    call["prefetch"] = {{"medication_administrations", drugs}};
    EXPECT_TRUE(warned());
}

// A hospital's feed and its prefetch tell of one dose by one resource.
TEST(CdsRecord, ADoseThatIsStoredAndPrefetchedIsOneDose) {
    FhirReader reader(knowledge().terminology);
    const Written dose = given("m2", by_name("tocilizumab"), "2026-03-03T01:00:00Z");
    reader.add_document(searchset({given("m1", by_name("Yescarta"), "2026-03-01T09:00:00Z"), dose}).dump());
    const FhirPatients stored = reader.finish();
    const GuidelineCalendar calendar(knowledge().guideline);
    const auto lookup = [&](const std::string& id) { return CdsStored{&stored.patients.at(id)}; };
    const std::string body = call_of(patient_view, {{"given", searchset({dose})}}).dump();
    const auto call = read_cds_call({patient_view, body, Instant{}});
    const auto record = read_cds_record(std::get<CdsCall>(call), {knowledge().terminology, calendar, "1.2.3", lookup});
    EXPECT_EQ(std::get<CdsRecord>(record).timeline().facts().size(), stored.patients.at("p1").facts().size());
}

TEST(CdsRecord, WhatWasNotSentIsNamedWhereNothingIsStored) {
    const Written therapy = Written::parse(R"({"resourceType": "MedicationAdministration", "id": "m1",
        "status": "completed", "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2026-03-01T09:00:00Z",
        "medicationCodeableConcept": {"text": "Yescarta"}})");
    const std::string detail =
        detail_of({{"medication_administrations", searchset({therapy})}, {"allergies", nullptr}}, "");
    EXPECT_NE(detail.find("Not sent: patient, vitals, "), std::string::npos) << detail;
    EXPECT_NE(detail.find("allergies"), std::string::npos) << detail;
}

TEST(CdsRecord, RecordsOfAnotherPatientAndOfTheFutureAreNotUsed) {
    Written other = temperature("o8", "2026-03-03T10:45:00Z", 40.9);
    other["subject"]["reference"] = "Patient/p2";
    const std::string others = detail_of({{"vitals", searchset({other})}});
    EXPECT_NE(others.find("records of another patient"), std::string::npos) << others;
    EXPECT_EQ(others.find("40.9"), std::string::npos);
    const std::string ahead = detail_of({{"vitals", searchset({temperature("o9", "2026-03-03T11:01:00Z", 40.9)})}});
    EXPECT_NE(ahead.find("1 of the records lie after the time of this answer"), std::string::npos) << ahead;
    EXPECT_EQ(ahead.find("40.9"), std::string::npos);
}

TEST(CdsRecord, ADiagnosisOfCrsIsASignEvenWithoutATherapyAndAGrade) {
    for (const char* code : {"D89.832", "D89.839"}) {
        Written condition{{"resourceType", "Condition"},
                          {"id", "c1"},
                          {"subject", {{"reference", "Patient/p1"}}},
                          {"recordedDate", "2026-03-03T09:00:00Z"}};
        condition["code"]["coding"] =
            Written::array({{{"system", "http://hl7.org/fhir/sid/icd-10-cm"}, {"code", code}}});
        EXPECT_EQ(cards_of(call_of(patient_view, {{"conditions", searchset({condition})}}), ten).size(), 1U) << code;
        condition["code"]["coding"][0]["code"] = "I10";
        EXPECT_TRUE(cards_of(call_of(patient_view, {{"conditions", searchset({condition})}}), ten).empty());
    }
}

TEST(CdsRecord, ARecordWithoutAPatientIsNamed) {
    Written nobody = temperature("o8", "2026-03-03T10:45:00Z", 40.9);
    nobody.erase("subject");
    EXPECT_NE(detail_of({{"vitals", searchset({nobody})}}).find("Observation/o8: LOINC 8310-5"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
