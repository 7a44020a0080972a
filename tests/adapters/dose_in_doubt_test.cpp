// A dose whose time lies after its own record, and one whose record names no drug, may be tocilizumab that was given:
// it is asked for before a dose is named.
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"
#include "core/assess.h"
#include "properties/knowledge.h"

namespace stormkeel {
namespace {

using namespace example;

// Grade 2 two days after CAR-T: tocilizumab is due at ten.
const char* const grade_2_by_fhir =
    R"({"resourceType": "Bundle", "type": "collection", "entry": [
{"resource": {"resourceType": "Patient", "id": "p1", "birthDate": "1961-05-02"}},
{"resource": {"resourceType": "MedicationAdministration", "id": "cells", "status": "completed", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-01T09:00:00Z", "medicationCodeableConcept": {"text": "axicabtagene ciloleucel"}}},
{"resource": {"resourceType": "MedicationAdministration", "id": "other", "status": "completed", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-03T07:00:00Z", "medicationCodeableConcept": {"text": "anakinra"},
  "dosage": {"dose": {"value": 100, "code": "mg"}}}},
{"resource": {"resourceType": "Observation", "id": "w", "status": "final", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-01T09:00:00Z", "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
  "valueQuantity": {"value": 80, "code": "kg"}}},
{"resource": {"resourceType": "Observation", "id": "t", "status": "final", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-03T10:00:00Z", "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
  "valueQuantity": {"value": 38.6, "code": "Cel"}}},
{"resource": {"resourceType": "Observation", "id": "bp", "status": "final", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-03T10:00:00Z", "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
  "valueQuantity": {"value": 84, "code": "mm[Hg]"}}},
{"resource": {"resourceType": "Observation", "id": "s", "status": "final", "subject": {"reference": "Patient/p1"},
  "effectiveDateTime": "2026-03-03T10:00:00Z", "code": {"coding": [{"system": "urn:stormkeel:item", "code": "oxygen_device"}]},
  "valueString": "room_air"}}]})";

Assessment answer_with(const std::string& record, std::string_view at = "2026-03-03T10:00:00Z") {
    FhirReader reader(terminology());
    reader.add_document(grade_2_by_fhir);
    if (!record.empty()) reader.add_document(record);
    const FhirPatients read = reader.finish();
    return assess(read.patients.at("p1"), knowledge().guideline, *parse_instant(at));
}

const Recommendation* tocilizumab_in(const Assessment& answer) {
    for (const Recommendation& made : answer.recommendations) {
        const bool given = made.action == Action::give || made.action == Action::ask || made.action == Action::consider;
        if (made.item == "tocilizumab" && given) return &made;
    }
    return nullptr;
}

std::string advised(const Assessment& answer) {
    const Recommendation* made = tocilizumab_in(answer);
    return made == nullptr ? "nothing" : made->action == Action::ask ? "ask" : "give";
}

std::string asked_of_doses(const Assessment& answer) {
    for (const Gap& gap : answer.gaps) {
        if (gap.item == "tocilizumab") return gap.ask;
    }
    return "nothing";
}

TEST(DoseInDoubt, WithoutAnySuchRecordTocilizumabIsGiven) { EXPECT_EQ(advised(answer_with("")), "give"); }

TEST(DoseInDoubt, ADoseAfterItsOwnRecordIsADoseWithoutAUsableTime) {
    const std::string dose = administration(R"({"medicationCodeableConcept": {"text": "tocilizumab"},
        "effectiveDateTime": "2026-03-03T09:00:00Z", "meta": {"lastUpdated": "2026-03-03T07:00:00Z"},
        "dosage": {"dose": {"value": 640, "code": "mg"}}})");
    const Assessment answer = answer_with(dose);
    EXPECT_EQ(advised(answer), "ask");
    EXPECT_NE(asked_of_doses(answer).find("has no time that can be used"), std::string::npos) << asked_of_doses(answer);
    EXPECT_EQ(tocilizumab_in(answer)->text.find("MedicationAdministration"), std::string::npos)
        << "where it stands is no part of the sentence";
    EXPECT_EQ(advised(answer_with(dose, "2026-03-03T11:00:00Z")), "ask");
    FhirReader reader(terminology());
    reader.add_document(dose);
    const FhirPatients alone = reader.finish();
    ASSERT_EQ(alone.patients.at("p1").rejected().size(), 1U);
    EXPECT_EQ(to_text(alone.patients.at("p1").rejected()[0].at_latest), "2026-03-03T09:00:00Z");
    EXPECT_EQ(facts(alone), Lines{});
}

const std::vector<std::string>& records_without_a_name() {
    static const std::vector<std::string> records{
        administration(R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-03T09:00:00Z"})"),
        administration(R"({"medicationCodeableConcept": null, "effectiveDateTime": "2026-03-03T09:00:00Z",
                           "medicationReference": {"reference": "Medication/never-sent"}})"),
        administration(R"({"medicationCodeableConcept": {"extension": [{"url":
            "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]},
            "effectiveDateTime": "2026-03-03T09:00:00Z"})"),
        administration(R"({"medicationCodeableConcept": {"coding": [{"system":
            "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown", "display": "Unknown"}],
            "text": "Unknown"}, "effectiveDateTime": "2026-03-03T09:00:00Z"})"),
        administration(R"({"medicationCodeableConcept": {}, "effectiveDateTime": null, "dosage": null,
            "effectivePeriod": {"start": "2026-03-03T09:00:00Z"}, "status": "in-progress"})"),
        administration(R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-03T09:00:00Z",
            "dosage": {"route": {"text": "IV"}, "dose": {"value": 100, "code": "mL"}}})"),
    };
    return records;
}

TEST(DoseInDoubt, ARecordThatNamesNoDrugIsAskedAboutForADay) {
    for (const std::string& record : records_without_a_name()) {
        const Assessment answer = answer_with(record);
        EXPECT_EQ(advised(answer), "ask") << record;
        EXPECT_NE(tocilizumab_in(answer)->text.find("which drug was given at 2026-03-03T09:00:00Z"), std::string::npos)
            << tocilizumab_in(answer)->text;
        EXPECT_NE(asked_of_doses(answer).find("names none: which drug was it?"), std::string::npos)
            << asked_of_doses(answer);
    }
    const std::string yesterday =
        administration(R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-02T10:00:01Z"})");
    const std::string a_day_ago =
        administration(R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-02T10:00:00Z"})");
    EXPECT_EQ(advised(answer_with(yesterday)), "ask");
    EXPECT_EQ(answer_with(yesterday).changes_at, *parse_instant("2026-03-03T10:00:01Z"));
    EXPECT_EQ(advised(answer_with(a_day_ago)), "give");
}

TEST(DoseInDoubt, ANamedDrugALocalRouteAndADoseOfNothingAreNoTocilizumab) {
    for (const char* record :
         {R"({"medicationCodeableConcept": {"text": "metoprolol"}, "effectiveDateTime": "2026-03-03T09:00:00Z"})",
          R"({"medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
              "code": "999999999"}]}, "effectiveDateTime": "2026-03-03T09:00:00Z"})",
          R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-03T09:00:00Z",
              "dosage": {"route": {"text": "ophthalmic"}}})",
          R"({"medicationCodeableConcept": {}, "effectiveDateTime": "2026-03-03T09:00:00Z",
              "dosage": {"dose": {"value": 0, "code": "mg"}}})",
          R"({"medicationCodeableConcept": {}, "status": "not-done"})"}) {
        EXPECT_EQ(advised(answer_with(administration(record))), "give") << record;
    }
}

TEST(DoseInDoubt, ByHl7v2Alike) {
    const Timeline told =
        Feed({ras("M1", {"RXA|0|1|20260303090000+0000||^^L|640|mg"})}).record.timeline({std::string("p1")});
    ASSERT_EQ(told.facts().size(), 1U);
    EXPECT_EQ(told.facts()[0].code, unknown_drug);
    EXPECT_EQ(told.facts()[0].text, 0U);
}

// A chart of the command line is looked back on: what lies after the instant asked about is nobody's business there.
TEST(DoseInDoubt, WhatLiesAheadHoldsADoseBackWhereTheTimelineLooksAhead) {
    FhirReader reader(terminology());
    reader.add_document(grade_2_by_fhir);
    reader.add_document(administration(R"({"medicationCodeableConcept": {"text": "tocilizumab"},
        "effectiveDateTime": "2026-03-03T10:04:00Z", "dosage": {"dose": {"value": 640, "code": "mg"}}})"));
    Timeline timeline = std::move(reader.finish().patients.at("p1"));
    const auto answer = [&](std::string_view at) {
        return assess(timeline, knowledge().guideline, *parse_instant(at));
    };
    EXPECT_EQ(advised(answer("2026-03-03T10:00:00Z")), "give");
    timeline.look_ahead(ahead_at_most);
    const Assessment held = answer("2026-03-03T10:00:00Z");
    EXPECT_EQ(advised(held), "ask");
    EXPECT_EQ(held.changes_at, *parse_instant("2026-03-03T10:04:00Z"));
    EXPECT_NE(tocilizumab_in(held)->text.find("2026-03-03T10:04:00Z, which has not come"), std::string::npos);
    EXPECT_EQ(advised(answer("2026-03-03T09:58:59Z")), "nothing") << "the fever had not come";
    const Order order{"tocilizumab", *knowledge().guideline.formulary.drug_named("tocilizumab"), {}, Unit::none};
    EXPECT_EQ(check_order(timeline, knowledge().guideline, order, *parse_instant("2026-03-03T10:00:00Z")).verdict,
              Verdict::warn);
    const auto after = check_order(timeline, knowledge().guideline, order, *parse_instant("2026-03-03T10:04:00Z"));
    EXPECT_EQ(after.verdict, Verdict::stop);
    EXPECT_EQ(after.not_before, *parse_instant("2026-03-03T18:04:00Z")) << "it counts at its time";
}

}  // namespace
}  // namespace stormkeel
