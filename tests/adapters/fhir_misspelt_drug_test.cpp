// A dose under a name that nobody knows holds the clock of the drug it was most likely meant to be, by FHIR as by
// chart.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"
#include "adapters/terminology_known.h"

namespace stormkeel {
namespace {

using namespace example;

std::string given_under(std::string_view name, std::string_view more = "", std::string_view amount = "640") {
    return administration(R"({"medicationCodeableConcept": {"text": ")" + std::string(name) + "\"" + std::string(more) +
                          R"(}, "dosage": {"dose": {"value": )" + std::string(amount) + R"(, "code": "mg"}}})");
}

std::string meant_by(std::string_view text) {
    const Terminology& known = known_terminology();
    const auto drug = known.drug_misspelt_in(text);
    return drug ? known.formulary().drugs[*drug] : "nothing";
}

const Lines held{"2026-03-03T10:00:00Z give tocilizumab 0 [unreadable] from MedicationAdministration/m1"};

TEST(MisspeltDrug, ADoseOfItMayHaveBeenGiven) {
    for (const char* name : {"Tociluzumab", "tocilizimab 640 mg in 100 mL NaCl 0.9 %", "Actemera", "TOCLIZUMAB"}) {
        const FhirPatients found = read(given_under(name));
        EXPECT_EQ(facts(found), held) << name;
        ASSERT_EQ(rejections(found).size(), 1U) << name;
        EXPECT_NE(rejections(found).front().find("did you mean tocilizumab?"), std::string::npos);
    }
    EXPECT_EQ(meant_by("dexamethazone"), "dexamethasone");
    EXPECT_EQ(meant_by("methylprednisolon 1 g"), "methylprednisolone");
}

TEST(MisspeltDrug, WhatSaysThatItIsAnotherHoldsNothing) {
    const auto holds = [](const std::string& record) { return facts(read(record)) == held; };
    EXPECT_FALSE(holds(given_under(
        "Tociluzumab", R"(, "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "121191"}])")))
        << "the code of another drug tells";
    EXPECT_TRUE(holds(
        given_under("Tociluzumab", R"(, "coding": [{"system": "https://hospital.example/drugs", "code": "T7"}])")));
    EXPECT_FALSE(holds(given_under("Tociluzumab eye drops")));
    EXPECT_EQ(facts(read(given_under("Tociluzumab", "", "0"))), Lines{}) << "a dose of nothing was no dose";
}

// Drugs of other names that are on the wards these patients lie on.
TEST(MisspeltDrug, OtherDrugsAreOthers) {
    for (const char* name : {"ocrelizumab", "daclizumab", "eculizumab", "rituximab", "sarilumab", "satralizumab",
                             "trastuzumab", "betamethasone", "etanercept", "dabrafenib", "immune", "Actimmune"}) {
        EXPECT_EQ(meant_by(name), "nothing") << name;
    }
}

// What runs under an unknown name is told apart by that name, and may be a second vasopressor.
TEST(MisspeltDrug, WhatRunsStaysUnknown) {
    const FhirPatients found = read(administration(
        R"({"status": "in-progress", "medicationCodeableConcept": {"text": "norepinephrin"},
            "dosage": {"rateQuantity": {"value": 5, "code": "ug/min"}}})"));
    EXPECT_EQ(facts(found).size(), 1U);
    EXPECT_EQ(facts(found).front().find("give"), std::string::npos);
    ASSERT_EQ(rejections(found).size(), 1U);
    EXPECT_NE(rejections(found).front().find("no drug of ours has this code or name"), std::string::npos);
}

}  // namespace
}  // namespace stormkeel
