// AllergyIntolerance and Condition: an allergy to a drug of ours, and the grade that a diagnosis carries.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr std::string_view tocilizumab_code =
    R"("code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "612865"}]})";

std::string status(std::string_view field, std::string_view code) {
    return ", \"" + std::string(field) + R"(": {"coding": [{"code": ")" + std::string(code) + R"("}]})";
}

std::string allergy(std::string_view code, const std::string& more = "") {
    return R"({"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"}, )" +
           std::string(code) + more + "}";
}

std::string at(std::string_view field, std::string_view time) {
    return ", \"" + std::string(field) + "\": \"" + std::string(time) + '"';
}

std::string diagnosis(std::string_view code, const std::string& more) {
    return R"({"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}, "code": {"coding": [)"
           R"({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": ")" +
           std::string(code) + R"("}]})" + more + "}";
}

const std::string fever_observation =
    observation(R"({"code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
                                          "valueQuantity": {"value": 38.6, "code": "Cel"}})");
constexpr const char* fever_fact = "2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1";

TEST(FhirAllergy, ByCodeOrNameItIsAFactOfItsTime) {
    const std::string recorded = at("recordedDate", "2026-02-01T09:00:00+01:00");
    const Lines fact{"2026-02-01T08:00:00Z allergy tocilizumab from AllergyIntolerance/a1"};
    EXPECT_EQ(facts(read(allergy(tocilizumab_code, recorded))), fact);
    EXPECT_EQ(facts(read(allergy(R"("code": {"text": "Allergy to Actemra"})", recorded))), fact);
    EXPECT_EQ(
        facts(read(allergy(R"("code": {"text": "Drug allergy"}, "reaction": [{"substance": {"text": "RoActemra"}}])",
                           recorded))),
        fact);
    EXPECT_EQ(facts(read(allergy(tocilizumab_code, recorded + status("clinicalStatus", "active") +
                                                       status("verificationStatus", "unconfirmed")))),
              fact);
}

TEST(FhirAllergy, WithoutATimeItHoldsFromTheFirstFactOn) {
    const Lines both{fever_fact, "2026-03-03T10:00:00Z allergy tocilizumab from AllergyIntolerance/a1"};
    EXPECT_EQ(facts(read(bundle({allergy(tocilizumab_code), fever_observation}))), both);
    EXPECT_EQ(facts(read(bundle({fever_observation, allergy(tocilizumab_code, at("recordedDate", "2026-01-05"))}))),
              both);
    const FhirPatients alone = read(allergy(tocilizumab_code));
    EXPECT_EQ(facts(alone), Lines{});
    EXPECT_EQ(rejections(alone), Lines{});
}

TEST(FhirAllergy, WhatDoesNotHoldIsNoFact) {
    for (const auto& [field, code] : {std::pair{"clinicalStatus", "inactive"},
                                      {"clinicalStatus", "resolved"},
                                      {"verificationStatus", "refuted"},
                                      {"verificationStatus", "entered-in-error"}}) {
        EXPECT_EQ(facts(read(bundle({fever_observation, allergy(tocilizumab_code, status(field, code))}))),
                  Lines{fever_fact})
            << code;
    }
    const FhirPatients denied =
        read(bundle({fever_observation, allergy(R"("code": {"text": "No known allergy to tocilizumab"})")}));
    EXPECT_EQ(facts(denied), Lines{fever_fact});
    EXPECT_EQ(rejections(denied),
              Lines{"AllergyIntolerance/a1 | 'No known allergy to tocilizumab' | no drug of ours; the allergy is not "
                    "used"});
}

TEST(FhirCondition, ADiagnosisCarriesTheGradeThatTheHospitalCharted) {
    const std::string recorded = at("recordedDate", "2026-03-03T10:00:00Z");
    EXPECT_EQ(facts(read(diagnosis("D89.832", recorded))),
              Lines{"2026-03-03T10:00:00Z charted_crs 2 from Condition/c1"});
    EXPECT_EQ(facts(read(diagnosis("D89.835", recorded))),
              Lines{"2026-03-03T10:00:00Z charted_crs 5 from Condition/c1"});
    EXPECT_EQ(facts(read(diagnosis("G92.01", recorded))),
              Lines{"2026-03-03T10:00:00Z charted_icans 1 from Condition/c1"});
    EXPECT_EQ(facts(read(diagnosis("D89.831",
                                   at("recordedDate", "2026-03-03") + at("onsetDateTime", "2026-03-03T08:00:00Z")))),
              Lines{"2026-03-03T08:00:00Z charted_crs 1 from Condition/c1"});
    EXPECT_EQ(facts(read(diagnosis("D89.832", recorded + status("clinicalStatus", "resolved")))), Lines{});
    EXPECT_EQ(facts(read(diagnosis("D89.832", recorded + status("verificationStatus", "refuted")))), Lines{});
}

TEST(FhirCondition, WithoutAGradeOrATimeItIsRejected) {
    const FhirPatients open = read(diagnosis("D89.839", at("recordedDate", "2026-03-03T10:00:00Z")));
    EXPECT_EQ(rejections(open), Lines{"Condition/c1 | ICD-10-CM D89.839 | it tells no grade; not used"});
    const FhirPatients timeless = read(diagnosis("D89.831", at("recordedDate", "2026-03-03")));
    EXPECT_EQ(facts(timeless), Lines{});
    EXPECT_EQ(rejections(timeless),
              Lines{"Condition/c1 | ICD-10-CM D89.831 | recordedDate 2026-03-03 is a date without a "
                    "time of day; right would be one such as 2026-03-01T09:00:00+01:00"});
}

TEST(FhirCondition, OtherDiagnosesAreCountedByCodeOnce) {
    std::string second = diagnosis("C83.30", "");
    second.replace(second.find("c1"), 2, "c2");
    EXPECT_EQ(rejections(read(bundle({diagnosis("C83.30", ""), second}))),
              Lines{"Condition/c1 and 1 more | ICD-10-CM C83.30 | no item of ours has this code; not used"});
}

TEST(FhirCondition, TheItemsTravelAsObservationsToo) {
    const auto own = [](std::string_view item, std::string_view value) {
        return observation(R"({"code": {"coding": [{"system": "urn:stormkeel:item", "code": ")" + std::string(item) +
                           R"("}]}, )" + std::string(value) + "}");
    };
    EXPECT_EQ(facts(read(own("charted_crs", R"("valueInteger": 3)"))),
              Lines{"2026-03-03T10:00:00Z charted_crs 3 from Observation/o1"});
    EXPECT_EQ(facts(read(own("allergy", R"("valueString": "Actemra")"))),
              Lines{"2026-03-03T10:00:00Z allergy tocilizumab from Observation/o1"});
    EXPECT_EQ(facts(read(own("allergy", "\"valueCodeableConcept\": {" + std::string(tocilizumab_code.substr(9))))),
              Lines{"2026-03-03T10:00:00Z allergy tocilizumab from Observation/o1"});
}

TEST(FhirMedication, ADoseWithItsRateIsOneDose) {
    const std::string both = administration(R"({"medicationCodeableConcept": {"text": "tocilizumab"},
        "effectivePeriod": {"start": "2026-03-03T10:00:00Z", "end": "2026-03-03T11:00:00Z"}, "effectiveDateTime": null,
        "dosage": {"dose": {"value": 640, "code": "mg"}, "rateQuantity": {"value": 100, "code": "mL/h"}}})");
    EXPECT_EQ(facts(read(both)),
              Lines{"2026-03-03T10:00:00Z give tocilizumab 640 mg from MedicationAdministration/m1"});
}

}  // namespace
}  // namespace stormkeel
