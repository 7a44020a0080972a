// Documents of every form become the same facts: Bundles, single resources, NDJSON, references and versions.
#include "adapters/fhir.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/chart_csv.h"
#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr const char* fever_fields = R"({"code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
    "valueQuantity": {"value": 38.6, "unit": "Cel", "code": "Cel", "system": "http://unitsofmeasure.org"}})";
const Lines fever_facts{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"};

std::string fever_with(std::string_view fields) {
    nlohmann::json resource = nlohmann::json::parse(observation(fever_fields));
    resource.merge_patch(nlohmann::json::parse(fields));
    return resource.dump();
}

TEST(Fhir, ReadsASingleResource) {
    const FhirPatients got = read(observation(fever_fields));
    EXPECT_EQ(facts(got), fever_facts);
    EXPECT_EQ(got.patients.at("p1").medication_record(), MedicationRecord::partial);
}

TEST(Fhir, ReadsABundleOfEveryType) {
    for (const char* type : {"collection", "searchset", "batch", "transaction", "message", "document", "history",
                             "batch-response", "transaction-response"}) {
        std::string text = bundle({observation(fever_fields)});
        text.replace(text.find("collection"), 10, type);
        EXPECT_EQ(facts(read(text)), fever_facts) << type;
    }
}

TEST(Fhir, ReadsNdjsonLineByLineAndKeepsTheGoodOnes) {
    std::istringstream lines(observation(fever_fields) + "\r\n\n{\"broken\n" +
                             R"({"resourceType": "Patient", "id": "p1"})" + "\n");
    FhirReader reader(terminology());
    reader.add_ndjson(lines);
    const FhirPatients got = reader.finish();
    EXPECT_EQ(facts(got), fever_facts);
    ASSERT_EQ(got.rejected.size(), 1U);
    EXPECT_EQ(got.rejected.front().where, "NDJSON line 3");
}

TEST(Fhir, TellsNdjsonFromOneDocument) {
    EXPECT_TRUE(looks_like_ndjson("{\"a\": 1}\n{\"a\": 2}"));
    EXPECT_TRUE(looks_like_ndjson("\xEF\xBB\xBF{\"a\": 1}\r\n{\"a\": 2}\r\n"));
    EXPECT_FALSE(looks_like_ndjson("{\"a\": 1}\n\n"));
    EXPECT_FALSE(looks_like_ndjson("{\n\"a\": 1\n}\n"));
    EXPECT_FALSE(looks_like_ndjson(""));
}

TEST(Fhir, FindsThePatientByEveryFormOfReference) {
    const std::string patient = R"({"resourceType": "Patient", "id": "p1", "birthDate": "1961-05-02",
        "identifier": [{"system": "urn:mrn", "value": "4711"}]})";
    for (const char* subject :
         {R"({"reference": "Patient/p1"})", R"({"reference": "Patient/p1/_history/3"})",
          R"({"reference": "https://example.org/fhir/Patient/p1"})", R"({"reference": "urn:uuid:6d705d81"})",
          R"({"reference": "Patient?identifier=urn:mrn|4711"})", R"({"identifier": {"value": "4711"}})"}) {
        const std::string text = R"({"resourceType": "Bundle", "type": "transaction", "entry": [
            {"fullUrl": "urn:uuid:aa11", "resource": )" +
                                 fever_with(std::string(R"({"subject": null})")) +
                                 R"(}, {"fullUrl": "urn:uuid:6d705d81", "resource": )" + patient + "}]}";
        std::string with_subject = text;
        const std::string mark = R"("resourceType":"Observation")";
        with_subject.replace(with_subject.find(mark), mark.size(), mark + R"(,"subject":)" + subject);
        const FhirPatients got = read(with_subject);
        EXPECT_EQ(facts(got), fever_facts) << subject;
        ASSERT_EQ(got.patients.size(), 1U) << subject;
        EXPECT_EQ(got.patients.at("p1").birth_date(), (Date{1961, 5, 2}));
    }
}

TEST(Fhir, APatientWithoutAnIdHasTheUuidOfItsEntry) {
    const FhirPatients got = read(R"({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": "urn:uuid:6d705d81", "resource": {"resourceType": "Patient", "birthDate": "1961-05-02"}}]})");
    ASSERT_EQ(got.patients.size(), 1U);
    EXPECT_EQ(got.patients.begin()->first, "6d705d81");
}

TEST(Fhir, NeverGuessesThePatient) {
    const std::string patient = R"({"resourceType": "Patient", "id": "p1"})";
    EXPECT_EQ(rejections_without_patient(read(bundle({patient, fever_with(R"({"subject": null})")}))),
              Lines{"Observation/o1 | LOINC 8310-5 | it names no patient; subject.reference 'Patient/...' is needed"});
    EXPECT_EQ(
        rejections_without_patient(read(bundle({patient, fever_with(R"({"subject": {"reference": "urn:uuid:7"}})")}))),
        Lines{"Observation/o1 | LOINC 8310-5 | its subject 'urn:uuid:7' is no entry of what was sent; "
              "'Patient/...' would be right"});
    EXPECT_EQ(rejections_without_patient(read(fever_with(R"({"subject": {"reference": "Group/herd1"}})"))),
              Lines{"Observation/o1 | LOINC 8310-5 | its subject is 'Group/herd1', no patient"});
    const FhirPatients twice =
        read(bundle({R"({"resourceType": "Patient", "id": "a", "identifier": [{"value": "7"}]})",
                     R"({"resourceType": "Patient", "id": "b", "identifier": [{"value": "7"}]})",
                     fever_with(R"({"subject": {"reference": null, "identifier": {"value": "7"}}})")}));
    EXPECT_EQ(rejections_without_patient(twice),
              Lines{"Observation/o1 | LOINC 8310-5 | the identifier '7' fits 2 patients; name Patient.id"});
}

TEST(Fhir, AResourceWithoutAnIdIsFoundAgainByItsPlace) {
    const FhirPatients got =
        read(bundle({R"({"resourceType": "Organization", "id": "x"})", fever_with(R"({"id": null})")}));
    EXPECT_EQ(facts(got), Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Bundle entry 2"});
    EXPECT_EQ(got.not_used.at("Organization"), 1U);
}

TEST(Fhir, TheLatestVersionCountsWhateverTheOrder) {
    const std::string first = fever_with(R"({"meta": {"versionId": "9"}})");
    const std::string second =
        fever_with(R"({"meta": {"versionId": "10"}, "status": "corrected", "valueQuantity": {"value": 36.8}})");
    const Lines corrected{"2026-03-03T10:00:00Z temperature 36.8 Cel from Observation/o1"};
    EXPECT_EQ(facts(read(bundle({first, second}))), corrected);
    EXPECT_EQ(facts(read(bundle({second, first}))), corrected);
    const std::string early = fever_with(R"({"meta": {"lastUpdated": "2026-03-03T10:01:00Z"}})");
    const std::string late = fever_with(
        R"({"meta": {"lastUpdated": "2026-03-03T10:01:00.5Z"}, "status": "amended", "valueQuantity": {"value": 36.8}})");
    EXPECT_EQ(facts(read(bundle({late, early}))), corrected);
    EXPECT_EQ(facts(read(bundle({observation(fever_fields), fever_with(R"({"valueQuantity": {"value": 36.8}})")}))),
              corrected);
}

TEST(Fhir, WhatWasEnteredInErrorIsGone) {
    for (const char* status : {"entered-in-error", "cancelled"}) {
        const FhirPatients got =
            read(bundle({observation(fever_fields), fever_with(std::string(R"({"status": ")") + status + R"("})")}));
        EXPECT_EQ(facts(got), Lines{}) << status;
        EXPECT_EQ(rejections(got), Lines{}) << status;
    }
}

TEST(Fhir, AHistoryIsReadFromItsEnd) {
    std::string text = bundle({fever_with(R"({"valueQuantity": {"value": 36.8}})"), observation(fever_fields)});
    text.replace(text.find("collection"), 10, "history");
    EXPECT_EQ(facts(read(text)), Lines{"2026-03-03T10:00:00Z temperature 36.8 Cel from Observation/o1"});
    const FhirPatients deleted = read(R"({"resourceType": "Bundle", "type": "history", "entry": [
        {"request": {"method": "DELETE", "url": "Observation/o1"}}, {"resource": )" +
                                      observation(fever_fields) + "}]}");
    EXPECT_EQ(facts(deleted), Lines{});
}

FhirPatients read_in_order(const Lines& documents) {
    FhirReader reader(terminology());
    for (const std::string& document : documents) reader.add_document(document);
    return reader.finish();
}

TEST(Fhir, WhatWasDeletedStaysDeletedWhateverTheOrderOfFiles) {
    const std::string deleted = R"({"resourceType": "Bundle", "type": "history", "timestamp": "2026-03-03T12:00:00Z",
        "entry": [{"request": {"method": "DELETE", "url": "Observation/o1"},
                   "response": {"status": "204", "etag": "W/\"4\""}}]})";
    EXPECT_EQ(facts(read_in_order({deleted, observation(fever_fields)})), Lines{});
    EXPECT_EQ(facts(read_in_order({observation(fever_fields), deleted})), Lines{});
    const std::string older = fever_with(R"({"meta": {"versionId": "3"}})");
    const std::string newer = fever_with(R"({"meta": {"versionId": "5"}})");
    EXPECT_EQ(facts(read_in_order({deleted, older})), Lines{});
    EXPECT_EQ(facts(read_in_order({deleted, newer})), fever_facts);
    EXPECT_EQ(facts(read_in_order({newer, deleted})), fever_facts);
    const std::string later = fever_with(R"({"meta": {"lastUpdated": "2026-03-03T12:30:00Z"}})");
    EXPECT_EQ(facts(read_in_order({deleted, later})), fever_facts);
}

TEST(Fhir, OneIdForTwoPatientsIsTwoResources) {
    const auto from = [](std::string_view server, const std::string& resource) {
        return R"({"resourceType": "Bundle", "type": "searchset", "entry": [{"fullUrl": "https://)" +
               std::string(server) + R"(/fhir/Observation/o1", "resource": )" + resource + "}]}";
    };
    const std::string of_p2 = fever_with(R"({"subject": {"reference": "Patient/p2"}, "meta": {"versionId": "2"}})");
    const std::string of_p1 = fever_with(R"({"meta": {"versionId": "1"}})");
    const FhirPatients two = read_in_order({from("a.example", of_p1), from("b.example", of_p2)});
    EXPECT_EQ(facts(two, "p1"), fever_facts);
    EXPECT_EQ(facts(two, "p2"), fever_facts);
    const FhirPatients untold =
        read_in_order({observation(fever_fields), fever_with(R"({"subject": {"reference": "Patient/p2"}})")});
    EXPECT_EQ(facts(untold, "p1"), fever_facts);
    EXPECT_EQ(facts(untold, "p2"), fever_facts);
    // One server that moved a reading to the right patient says so by its version.
    const FhirPatients moved = read_in_order({from("a.example", of_p1), from("a.example", of_p2)});
    EXPECT_EQ(facts(moved, "p1"), Lines{});
    EXPECT_EQ(facts(moved, "p2"), fever_facts);
}

TEST(Fhir, OneReaderTakesSeveralDocuments) {
    FhirReader reader(terminology());
    reader.add_document(observation(fever_fields), "vitals.json");
    reader.add_document(R"({"resourceType": "Patient", "id": "p1", "birthDate": "1961-05-02"})", "people.json");
    reader.add_document("{", "broken.json");
    const FhirPatients got = reader.finish();
    EXPECT_EQ(facts(got), fever_facts);
    EXPECT_EQ(got.patients.at("p1").birth_date(), (Date{1961, 5, 2}));
    ASSERT_EQ(got.rejected.size(), 1U);
    EXPECT_EQ(got.rejected.front().where, "broken.json");
    EXPECT_TRUE(reader.finish().patients.empty());
}

TEST(Fhir, WhatIsNoFhirIsNamed) {
    EXPECT_EQ(rejections_without_patient(read(R"({"hello": 1})")),
              Lines{"the document | no FHIR | there is no resourceType; a Bundle or a resource is expected"});
    EXPECT_EQ(rejections_without_patient(read(R"({"resourceType": "Bundle", "type": "collection", "entry": [{}]})")),
              Lines{"Bundle entry 1 | entry | it has no resource"});
    EXPECT_EQ(rejections_without_patient(read(R"([1])")).size(), 1U);
}

TEST(Fhir, OrderOfResourcesChangesNothing) {
    Lines resources;
    for (int i = 0; i < 6; ++i) {
        resources.push_back(fever_with(R"({"id": "o)" + std::to_string(i) + R"(", "effectiveDateTime": "2026-03-03T1)" +
                                       std::to_string(i) + R"(:00:00Z"})"));
    }
    const Lines forwards = facts(read(bundle(resources)));
    EXPECT_EQ(forwards.size(), 6U);
    std::reverse(resources.begin(), resources.end());
    EXPECT_EQ(facts(read(bundle(resources))), forwards);
}

TEST(Fhir, ReadsWhoThePatientIs) {
    EXPECT_EQ(rejections(read(R"({"resourceType": "Patient", "id": "p1", "birthDate": "1961"})")),
              Lines{"Patient/p1 | birthDate 1961 | it is no full date; right would be 1961-05-02"});
    EXPECT_EQ(facts(read(R"({"resourceType": "Patient", "id": "p1", "deceasedDateTime": "2026-03-09T04:00:00Z"})")),
              Lines{"2026-03-09T04:00:00Z death unknown from Patient/p1"});
    EXPECT_EQ(
        rejections(read(R"({"resourceType": "Patient", "id": "p1", "deceasedBoolean": true})")),
        Lines{"Patient/p1 | deceasedBoolean | it does not tell when; the death counts from the last record of the "
              "patient, and deceasedDateTime with its time would tell when it was"});
    EXPECT_EQ(rejections(read(R"({"resourceType": "Patient", "id": "p1", "deceasedBoolean": false})")), Lines{});
}

TEST(Fhir, ADeathWithoutATimeCountsFromTheLastRecord) {
    const Lines dead{"2026-03-03T10:00:00Z death unknown from Patient/p1", fever_facts.front()};
    for (const char* field : {R"("deceasedBoolean": true)", R"("deceasedDateTime": "2026-03-04")"}) {
        const std::string patient = R"({"resourceType": "Patient", "id": "p1", )" + std::string(field) + "}";
        const FhirPatients got = read(bundle({patient, observation(fever_fields)}));
        EXPECT_EQ(facts(got), dead) << field;
        EXPECT_EQ(rejections(got).size(), 1U) << field;
    }
}

TEST(Fhir, AValueThatMayStillChangeSaysSo) {
    EXPECT_EQ(facts(read(fever_with(R"({"status": "preliminary"})"))),
              Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1 (preliminary)"});
}

TEST(Fhir, ADeviceOfAChartBesideTakesOver) {
    std::istringstream chart("patient,time,item,value,unit\np1,2026-03-03T12:00:00Z,oxygen_device,nasal_cannula,\n");
    Patients charted;
    EXPECT_EQ(read_chart_csv(chart, terminology(), charted).rejected, 0U);
    FhirReader reader(terminology());
    reader.add_document(procedure(R"({"performedDateTime": null, "performedPeriod": {
        "start": "2026-03-03T10:30:00Z", "end": "2026-03-03T13:00:00Z"},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "47545007"}]}})"));
    EXPECT_EQ(facts(reader.finish(charted)), Lines{"2026-03-03T10:30:00Z oxygen_device cpap from Procedure/x1"});
}

TEST(Fhir, AnEncounterInIntensiveCareIsAnAdmission) {
    const std::string place = R"({"resourceType": "Location", "id": "l1", "type": [{"coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "ICU"}]}]})";
    const std::string stay = R"({"resourceType": "Encounter", "id": "e1", "status": "in-progress",
        "subject": {"reference": "Patient/p1"}, "location": [
        {"location": {"display": "Ward 7"}, "period": {"start": "2026-03-01T09:00:00Z"}},
        {"location": {"reference": "Location/l1"}, "period": {"start": "2026-03-03T09:00:00Z"}}]})";
    EXPECT_EQ(facts(read(bundle({stay, place}))), Lines{"2026-03-03T09:00:00Z icu_admission yes from Encounter/e1"});
    EXPECT_EQ(read(stay).not_used.at("Encounter"), 1U);
}

// Who has left intensive care is not there: at grade 3 admission is named again.
TEST(Fhir, AStayInIntensiveCareEndsWithItsPeriod) {
    const std::string stay = R"({"resourceType": "Encounter", "id": "e1", "status": "finished",
        "subject": {"reference": "Patient/p1"}, "location": [{"location": {"display": "Medical ICU"},
        "status": "completed", "period": {"start": "2026-03-03T10:00:00+01:00", "end": "2026-03-04T10:00:00+01:00"}}]})";
    EXPECT_EQ(facts(read(stay)), (Lines{"2026-03-03T09:00:00Z icu_admission yes from Encounter/e1",
                                        "2026-03-04T09:00:00Z icu_admission no from Encounter/e1"}));
}

// Everything of a fact but where it came from and the unit of a rate of zero, which no two doors share.
Lines without_sources(const Timeline& timeline) {
    Lines lines;
    for (const Fact& fact : timeline.facts()) {
        lines.push_back(to_text(fact.at) + " " + std::string(name_of(fact.item)) + " " + std::to_string(fact.code) +
                        " " + to_text(fact.amount) + " " +
                        (fact.amount == Decimal{} ? "" : std::string(ucum(fact.unit))));
    }
    return lines;
}

TEST(Fhir, SaysTheSameAsTheChartOfTheSameCourse) {
    std::ifstream file(STORMKEEL_SOURCE_DIR "/tests/fixtures/fhir/car_t_day_2.json");
    std::stringstream text;
    text << file.rdbuf();
    const FhirPatients got = read(text.str());
    EXPECT_EQ(rejections(got), Lines{});

    std::istringstream chart(R"(patient,time,item,value,unit
p1,1961-05-02,birth_date,,
p1,2026-03-01T09:00:00+01:00,weight,80,kg
p1,2026-03-01T09:00:00+01:00,therapy,axicabtagene_ciloleucel,
p1,2026-03-03T10:00:00+01:00,temperature,38.6,Cel
p1,2026-03-03T10:00:00+01:00,systolic_bp,84,mm[Hg]
p1,2026-03-03T10:00:00+01:00,oxygen_device,nasal_cannula,
p1,2026-03-03T10:00:00+01:00,oxygen_flow,2,L/min
p1,2026-03-03T10:20:00+01:00,give:sodium_chloride_bolus,500,mL
p1,2026-03-03T11:00:00+01:00,rate:norepinephrine,0.05,ug/kg/min
p1,2026-03-03T11:30:00+01:00,give:tocilizumab,640,mg
p1,2026-03-03T18:00:00+01:00,rate:norepinephrine,0,ug/kg/min
)");
    Patients charted;
    EXPECT_EQ(read_chart_csv(chart, terminology(), charted).rejected, 0U);
    EXPECT_EQ(without_sources(got.patients.at("p1")), without_sources(charted.at("p1")));
    EXPECT_EQ(got.patients.at("p1").birth_date(), charted.at("p1").birth_date());
}

}  // namespace
}  // namespace stormkeel
