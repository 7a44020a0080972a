// Resources that say two things at once: neither is chosen, and what is wrong is told.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string temperature_with(std::string_view fields) {
    return observation(R"({"code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}, )" +
                       std::string(fields) + "}");
}

// The only complaint about a resource that gives no fact.
std::string contradiction_in(const std::string& resource) {
    const FhirPatients found = read(resource);
    EXPECT_EQ(facts(found), Lines{}) << resource;
    const Lines told = rejections(found);
    EXPECT_EQ(told.size(), 1U) << resource;
    return told.empty() ? std::string() : told.front();
}

bool tells(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(FhirContradictions, OfTwoValuesOrTimesNoneIsChosen) {
    const std::string values =
        contradiction_in(temperature_with(R"("valueQuantity": {"value": 38.6, "code": "Cel"}, "valueString": "39.9")"));
    EXPECT_TRUE(tells(values, "it has both valueQuantity and valueString")) << values;
    const std::string times = contradiction_in(temperature_with(
        R"("valueQuantity": {"value": 38.6, "code": "Cel"}, "effectivePeriod": {"start": "2026-03-03T09:00:00Z"})"));
    EXPECT_TRUE(tells(times, "it has both effectiveDateTime and effectivePeriod")) << times;
}

TEST(FhirContradictions, AUnitBesideACodeOfAnotherIsNamed) {
    const auto of_unit = [](const std::string& unit) {
        return temperature_with(R"("valueQuantity": {"value": 38.6, "code": "Cel", "unit": ")" + unit + "\"}");
    };
    const std::string other = contradiction_in(of_unit("degF"));
    EXPECT_TRUE(tells(other, "its code says 'Cel' and its unit 'degF'")) << other;
    // The same unit in another spelling, and one that we do not know, contradict nothing.
    for (const std::string unit : {"°C", "degrees"}) {
        EXPECT_EQ(facts(read(of_unit(unit))), Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"});
    }
}

TEST(FhirContradictions, RulesThatNobodyHereKnowsAreARefusal) {
    const FhirPatients found = read(temperature_with(
        R"("implicitRules": "https://example.org/rules", "valueQuantity": {"value": 38.6, "code": "Cel"})"));
    EXPECT_EQ(facts(found), Lines{});
    ASSERT_EQ(rejections_without_patient(found).size(), 1U);
    EXPECT_TRUE(tells(rejections_without_patient(found).front(), "implicitRules"));
}

std::string dose_of_tocilizumab(std::string_view text, std::string_view unit = "mg") {
    return administration(
        R"({"medicationCodeableConcept": {"text": ")" + std::string(text) +
        R"(", "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "612865"}]},
            "dosage": {"dose": {"value": 640, "code": "mg", "unit": ")" +
        std::string(unit) + "\"}}}");
}

// Which of them went in is not known; that either may have is what waiting and counting have to rest on.
TEST(FhirContradictions, ACodeOfOneDrugAndWordsOfAnotherMayBeEither) {
    const Lines dose{"2026-03-03T10:00:00Z give tocilizumab 640 mg from MedicationAdministration/m1"};
    EXPECT_EQ(facts(read(dose_of_tocilizumab("Actemra 200 mg/10 mL"))), dose);
    EXPECT_EQ(facts(read(dose_of_tocilizumab("methylprednisolone 1 g before tocilizumab"))), dose)
        << "the words name the coded drug too";
    EXPECT_EQ(facts(read(dose_of_tocilizumab("in sodium chloride 0.9 % bolus 100 mL"))), dose) << "what it is put in";
    const FhirPatients contradicted = read(dose_of_tocilizumab("siltuximab 400 mg"));
    EXPECT_EQ(facts(contradicted),
              (Lines{"2026-03-03T10:00:00Z give tocilizumab 0 [unreadable] from MedicationAdministration/m1",
                     "2026-03-03T10:00:00Z give siltuximab 0 [unreadable] from MedicationAdministration/m1"}));
    ASSERT_EQ(rejections(contradicted).size(), 1U);
    const std::string why = rejections(contradicted).front();
    EXPECT_TRUE(tells(why, "its code means tocilizumab, and its words 'siltuximab 400 mg' another")) << why;
}

TEST(FhirContradictions, OfSeveralWordsOneThatNamesTheCodedDrugIsEnough) {
    const std::string shown = administration(
        R"({"medicationCodeableConcept": {"text": "acetaminophen before infusion", "coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "612865", "display": "tocilizumab"}]},
            "dosage": {"dose": {"value": 640, "code": "mg"}}})");
    EXPECT_EQ(facts(read(shown)),
              Lines{"2026-03-03T10:00:00Z give tocilizumab 640 mg from MedicationAdministration/m1"});
}

TEST(FhirContradictions, NoSecondVasopressorComesOfIt) {
    const std::string run = administration(
        R"({"status": "in-progress", "medicationCodeableConcept": {"text": "vasopressin", "coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7512"}]},
            "dosage": {"rateQuantity": {"value": 5, "code": "ug/min"}}})");
    EXPECT_EQ(facts(read(run)),
              Lines{"2026-03-03T10:00:00Z rate norepinephrine 0 [unreadable] from MedicationAdministration/m1"});
}

TEST(FhirContradictions, WhatIsNullIsNotThere) {
    const std::string text = R"({"resourceType": "Observation", "id": "o1", "status": "final",
        "subject": {"reference": "Patient/p1"}, "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
        "effectiveDateTime": "2026-03-03T10:00:00Z", "effectivePeriod": null,
        "valueQuantity": {"value": 38.6, "code": "Cel"}, "valueString": null})";
    EXPECT_EQ(facts(read(text)), Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"});
}

TEST(FhirContradictions, ADoseOfTwoUnitsAndARateToldTwiceCannotBeRead) {
    const Lines dose = facts(read(dose_of_tocilizumab("tocilizumab", "g")));
    ASSERT_EQ(dose.size(), 1U);
    EXPECT_TRUE(tells(dose.front(), "give tocilizumab") && tells(dose.front(), "[unreadable]")) << dose.front();
    const Lines rate = facts(read(administration(
        R"({"medicationCodeableConcept": {"text": "norepinephrine"}, "status": "in-progress",
            "dosage": {"rateQuantity": {"value": 5, "code": "ug/min"},
                       "rateRatio": {"numerator": {"value": 9, "code": "mg"}, "denominator": {"value": 1, "code": "h"}}}})")));
    ASSERT_EQ(rate.size(), 1U);
    EXPECT_TRUE(tells(rate.front(), "rate norepinephrine") && tells(rate.front(), "[unreadable]")) << rate.front();
}

}  // namespace
}  // namespace stormkeel
