// Proposals in FHIR: every one a draft, with its dose, its time and its limit, and what must not be done beside them.
#include "adapters/fhir_out_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr const char* norepinephrine_row = "2026-03-03T10:00:00Z,rate:norepinephrine,0.05,ug/kg/min";

Written issue(const Written& bundle, std::string_view code) {
    for (const Written& found : resources(bundle, "DetectedIssue")) {
        if (found["code"]["coding"][0]["code"] == code) return found;
    }
    return {};
}

TEST(FhirProposals, NothingIsMoreThanADraft) {
    const Written bundle = bundle_of({cannula, two_litres, norepinephrine_row});
    std::size_t seen = 0;
    for (const char* type : {"MedicationRequest", "ServiceRequest", "RequestGroup"}) {
        for (const Written& resource : resources(bundle, type)) {
            EXPECT_EQ(resource["status"], "draft");
            EXPECT_EQ(resource["intent"], "proposal");
            ++seen;
        }
    }
    for (const Written& message : resources(bundle, "CommunicationRequest")) EXPECT_EQ(message["status"], "draft");
    for (const Written& task : resources(bundle, "Task")) EXPECT_EQ(task["intent"], "proposal");
    EXPECT_GT(seen, 5U);
}

// 8 mg/kg × 80 kg = 640 mg over 60 min, at most 800 mg; one dose at a time.
TEST(FhirProposals, TocilizumabIsOneDoseWithItsRateAndLimit) {
    const Written drug = proposal(bundle_of({cannula, two_litres}), "MedicationRequest", "tocilizumab");
    EXPECT_EQ(drug["priority"], "stat");
    EXPECT_EQ(drug["medicationCodeableConcept"]["coding"][0]["code"], "612865");
    ASSERT_EQ(drug["dosageInstruction"].size(), 1U);
    const Written& dosage = drug["dosageInstruction"][0];
    EXPECT_EQ(dosage["route"]["text"], "IV");
    const Written& dose = dosage["doseAndRate"][0];
    EXPECT_EQ(dose["doseQuantity"]["value"], 640);
    EXPECT_EQ(dose["doseQuantity"]["code"], "mg");
    EXPECT_EQ(dose["rateRatio"]["numerator"]["value"], 640);
    EXPECT_EQ(dose["rateRatio"]["denominator"]["value"], 60);
    EXPECT_EQ(dose["rateRatio"]["denominator"]["code"], "min");
    EXPECT_EQ(dosage["maxDosePerAdministration"]["value"], 800);
    const Written& repeat = dosage["timing"]["repeat"];
    EXPECT_EQ(repeat["count"], 1);
    EXPECT_EQ(repeat["duration"], 60);
    EXPECT_EQ(repeat["durationUnit"], "min");
    EXPECT_FALSE(repeat.contains("period"));
    const std::string text = dosage["text"];
    EXPECT_NE(text.find("8 mg/kg × 80 kg = 640 mg"), std::string::npos) << text;
}

TEST(FhirProposals, ADoseIsExactAndNotRounded) {
    const std::string text =
        bundle_text(chart_of({cannula, two_litres, "2026-03-01T09:00:00Z,weight,154,[lb_av]"}), "2026-03-03T10:00:00Z");
    // 154 lb are 69.85322498 kg, and eight times that are 558.82579984 mg.
    EXPECT_NE(text.find(R"("doseQuantity":{"value":558.82579984,"unit":"mg")"), std::string::npos);
}

TEST(FhirProposals, WithoutAWeightThereIsNoDose) {
    const Written bundle = bundle_of({cannula, two_litres, "2026-03-01T09:00:00Z,weight,"});
    const Written drug = proposal(bundle, "MedicationRequest", "tocilizumab");
    ASSERT_FALSE(drug.is_null());
    EXPECT_FALSE(drug["dosageInstruction"][0].contains("doseAndRate"));
    EXPECT_TRUE(std::string(drug["dosageInstruction"][0]["text"]).starts_with("no dose is shown"));
}

// Started at 08:00, so not again before 16:00.
TEST(FhirProposals, TheNextTocilizumabIsNotBeforeEightHours) {
    const Written bundle =
        bundle_of({cannula, two_litres, "2026-03-03T08:00:00Z,temperature,38.5,Cel",
                   "2026-03-03T08:00:00Z,oxygen_device,nasal_cannula,", "2026-03-03T08:00:00Z,oxygen_flow,2,L/min",
                   "2026-03-03T08:00:00Z,give:tocilizumab,640,mg"});
    const Written drug = proposal(bundle, "MedicationRequest", "tocilizumab");
    ASSERT_FALSE(drug.is_null());
    EXPECT_EQ(drug["dosageInstruction"][0]["timing"]["event"][0], "2026-03-03T16:00:00Z");
    const Written interval = issue(bundle, "DOSEIVL");
    ASSERT_FALSE(interval.is_null());
    EXPECT_EQ(at_reference(bundle, interval["implicated"][0])["id"], drug["id"]);
    EXPECT_EQ(interval["detail"], "The next dose is not allowed before 2026-03-03T16:00:00Z.");
}

// Grade 3: dexamethasone 10 mg every 6 h.
TEST(FhirProposals, ARepeatedDrugHasItsPeriod) {
    const Written drug = proposal(bundle_of({norepinephrine_row}), "MedicationRequest", "dexamethasone");
    ASSERT_FALSE(drug.is_null());
    const Written& dosage = drug["dosageInstruction"][0];
    EXPECT_EQ(dosage["doseAndRate"][0]["doseQuantity"]["value"], 10);
    EXPECT_EQ(dosage["timing"]["repeat"]["frequency"], 1);
    EXPECT_EQ(dosage["timing"]["repeat"]["period"], 6);
    EXPECT_EQ(dosage["timing"]["repeat"]["periodUnit"], "h");
    EXPECT_EQ(dosage["timing"]["repeat"]["boundsPeriod"]["start"], "2026-03-03T10:00:00Z");
}

// 500 mg every 12 h for 3 days (six doses, one is given), 250 mg for 2 days, 125 mg for 2 days, then 60 mg.
TEST(FhirProposals, AMethylprednisoloneCourseIsItsSteps) {
    const Written bundle =
        bundle_of({"2026-03-03T09:00:00Z,temperature,38.9,Cel", "2026-03-03T09:00:00Z,oxygen_device,bipap,",
                   "2026-03-03T09:30:00Z,give:methylprednisolone,500,mg", "2026-03-03T10:00:00Z,oxygen_device,bipap,"});
    const Written drug = proposal(bundle, "MedicationRequest", "methylprednisolone");
    ASSERT_FALSE(drug.is_null());
    std::vector<std::pair<int, std::size_t>> steps;
    for (const Written& step : drug["dosageInstruction"]) {
        steps.emplace_back(step["doseAndRate"][0]["doseQuantity"]["value"].get<int>(), step["timing"]["event"].size());
    }
    EXPECT_EQ(steps, (std::vector<std::pair<int, std::size_t>>{{500, 5}, {250, 4}, {125, 4}, {60, 1}}));
    EXPECT_EQ(drug["dosageInstruction"][0]["timing"]["event"][0], "2026-03-03T21:30:00Z");
    const Written twice = issue(bundle, "DUPTHPY");
    ASSERT_FALSE(twice.is_null());
    EXPECT_EQ(twice["severity"], "moderate");
}

TEST(FhirProposals, WhatIsAvoidedIsAnIssueAndNoProposal) {
    const Written bundle = bundle_of({cannula, two_litres});
    const Written condition = issue(bundle, "COND");
    ASSERT_FALSE(condition.is_null());
    EXPECT_EQ(condition["status"], "preliminary");
    EXPECT_EQ(condition["severity"], "high");
    EXPECT_EQ(condition["reference"], "urn:stormkeel:statement:MGMT.G1.gm_csf");
    EXPECT_TRUE(proposal(bundle, "MedicationRequest", "gm_csf").is_null());
}

TEST(FhirProposals, AFifthTocilizumabIsAboveTheMaximum) {
    const Written bundle =
        bundle_of({cannula, two_litres, "2026-03-01T12:00:00Z,give:tocilizumab,640,mg",
                   "2026-03-01T20:00:00Z,give:tocilizumab,640,mg", "2026-03-02T13:00:00Z,give:tocilizumab,640,mg",
                   "2026-03-02T21:00:00Z,give:tocilizumab,640,mg"});
    EXPECT_FALSE(issue(bundle, "MAXOCCURS").is_null());
    EXPECT_TRUE(proposal(bundle, "MedicationRequest", "tocilizumab").is_null());
}

TEST(FhirProposals, TheGroupLeadsToEachProposal) {
    const Written bundle = bundle_of({cannula, two_litres});
    const Written group = only(bundle, "RequestGroup");
    std::size_t proposed = 0;
    for (const char* type : {"MedicationRequest", "ServiceRequest", "CommunicationRequest"}) {
        proposed += resources(bundle, type).size();
    }
    EXPECT_EQ(group["action"].size(), proposed);
    for (const Written& action : group["action"]) {
        at_reference(bundle, action["resource"]);
        EXPECT_EQ(action["documentation"][0]["type"], "citation");
        const bool considered = action["code"][0]["coding"][0]["code"] == "consider";
        EXPECT_EQ(action["requiredBehavior"], considered ? "could" : "must-unless-documented");
    }
    EXPECT_EQ(group["action"][0]["code"][1]["coding"][0]["code"], "tocilizumab");
}

TEST(FhirProposals, AnEscalationIsAMessage) {
    const Written bundle = bundle_of({norepinephrine_row});
    bool icu = false;
    for (const Written& message : resources(bundle, "CommunicationRequest")) {
        const std::string text = message["payload"][0]["contentString"];
        icu = icu || (text.find("intensive care") != std::string::npos && message["priority"] == "stat");
    }
    EXPECT_TRUE(icu);
}

TEST(FhirProposals, AMeasurementIsAskedForByItsCode) {
    const Written crp = proposal(bundle_of({cannula, two_litres}), "ServiceRequest", "crp");
    ASSERT_FALSE(crp.is_null());
    EXPECT_EQ(crp["code"]["coding"][0]["system"], "http://loinc.org");
    EXPECT_EQ(crp["code"]["coding"][0]["code"], "1988-5");
    EXPECT_EQ(crp["occurrenceTiming"]["repeat"]["period"], 24);
    EXPECT_EQ(crp["occurrenceTiming"]["repeat"]["periodUnit"], "h");
}

}  // namespace
}  // namespace stormkeel
