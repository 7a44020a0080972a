// Words of allergies as people write them, each with what they say of tocilizumab, typed by hand.
#include "adapters/allergy_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "adapters/chart_csv_example.h"
#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

enum class Meant : std::uint8_t { allergy, none };

struct AsPeopleWrite {
    std::string_view words;
    Meant says;
};

constexpr std::array<AsPeopleWrite, 48> as_written{{
    // An allergy, whatever else stands beside it.
    {"tocilizumab", Meant::allergy},
    {"tocilizumab: anaphylaxis, no rechallenge", Meant::allergy},
    {"Actemra - do NOT give", Meant::allergy},
    {"Tocilizumab - do not give", Meant::allergy},
    {"tocilizumab, not tolerated", Meant::allergy},
    {"Tocilizumab not tolerated (rash)", Meant::allergy},
    {"NO ACTEMRA", Meant::allergy},
    {"No tocilizumab - allergic", Meant::allergy},
    {"NO TOCILIZUMAB ALLERGY", Meant::allergy},  // an order, or a denial: nobody knows
    {"Do not give tocilizumab: anaphylaxis 2024", Meant::allergy},
    {"Actemra (anaphylaxis)", Meant::allergy},
    {"Allergy to RoActemra, without shock", Meant::allergy},
    {"tocilizumab-aazg infusion reaction, not graded", Meant::allergy},
    {"tocilizumab - severity not known", Meant::allergy},
    {"Tyenne: urticaria; no other allergies", Meant::allergy},
    {"No known allergies except tocilizumab", Meant::allergy},
    {"No known drug allergies other than Actemra", Meant::allergy},
    {"No known allergies; tocilizumab: rash", Meant::allergy},
    {"No known drug allergies, tocilizumab anaphylaxis", Meant::allergy},
    {"NKDA but tocilizumab", Meant::allergy},
    {"No known drug allergies and allergic to tocilizumab", Meant::allergy},
    {"no allergies allergic to tocilizumab", Meant::allergy},
    {"Not allergic to penicillin, allergic to tocilizumab", Meant::allergy},
    {"Not allergic to anything but tocilizumab", Meant::allergy},
    {"No known allergy to tocilizumab until anaphylaxis on 3 March", Meant::allergy},
    {"no known allergy to tocilizumab - WRONG, anaphylaxis today", Meant::allergy},
    {"No longer allergic to tocilizumab", Meant::allergy},
    {"Not sure whether allergic to tocilizumab", Meant::allergy},
    {"no anaphylaxis to tocilizumab", Meant::allergy},  // something milder, perhaps
    {"no known severe allergy to tocilizumab", Meant::allergy},
    {"denies allergy; had anaphylaxis to tocilizumab", Meant::allergy},
    {"tociluzumab - no rechallenge", Meant::allergy},
    {"tocilizumab: oral ulcers", Meant::allergy},
    {"toci (eye swelling, not severe)", Meant::allergy},
    // No allergy.
    {"No known allergy to tocilizumab", Meant::none},
    {"no known allergies to tocilizumab.", Meant::none},
    {"No known drug allergy to Actemra", Meant::none},
    {"Not allergic to tocilizumab", Meant::none},
    {"Patient is not allergic to tocilizumab", Meant::none},
    {"Denies allergy to tocilizumab", Meant::none},
    {"Patient denies any allergies to tocilizumab (Actemra)", Meant::none},
    {"No history of hypersensitivity to tocilizumab", Meant::none},
    {"without known allergy to RoActemra", Meant::none},
    {"No known allergy to penicillin or tocilizumab", Meant::none},
    {"no allergic reaction to tocilizumab", Meant::none},
    {"Never had an adverse reaction to tocilizumab", Meant::none},
    {"No known tocilizumab allergy", Meant::none},
    {"No known allergies", Meant::none},
}};

std::vector<std::string> allergies_in(const Timeline& timeline, const Terminology& terminology) {
    std::vector<std::string> drugs;
    for (const Fact& fact : timeline.facts()) {
        if (fact.item == Item::allergy) drugs.push_back(terminology.formulary().drugs[fact.code]);
    }
    return drugs;
}

TEST(AllergyWords, OnlyADenialOfTheAllergyDeniesIt) {
    for (const AsPeopleWrite& each : as_written) {
        const auto drugs = drugs_named_as_allergens(terminology(), each.words);
        const bool holds = !drugs.empty() && !denies_allergy(terminology(), each.words);
        EXPECT_EQ(holds, each.says == Meant::allergy) << each.words;
    }
}

std::string coded_allergy(std::string_view text) {
    return R"({"resourceType": "AllergyIntolerance", "id": "a1", "patient": {"reference": "Patient/p1"},
               "recordedDate": "2026-03-03T09:00:00Z", "code": {"coding": [{"system":
               "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "612865"}], "text": ")" +
           std::string(text) + "\"}";
}

TEST(AllergyWords, TheSameBesideACodeOfFhir) {
    for (const AsPeopleWrite& each : as_written) {
        const bool denied = each.says == Meant::none && each.words != "No known allergies";
        const std::vector<std::string> drugs =
            denied ? std::vector<std::string>{} : std::vector<std::string>{"tocilizumab"};
        const FhirPatients patients = read(coded_allergy(each.words) + "}");
        EXPECT_EQ(allergies_in(patients.patients.at("p1"), terminology()), drugs) << each.words;
    }
}

TEST(AllergyWords, WhatChangesTheMeaningInAnUnknownWayHoldsTheAllergyAndIsTold) {
    const FhirPatients changed = read(coded_allergy("tocilizumab") + R"(, "modifierExtension": [{"url": "urn:x"}]})");
    EXPECT_EQ(allergies_in(changed.patients.at("p1"), terminology()), std::vector<std::string>{"tocilizumab"});
    ASSERT_EQ(changed.patients.at("p1").rejected().size(), 1U);
    EXPECT_NE(changed.patients.at("p1").rejected()[0].why.find("modifierExtension"), std::string::npos);
}

TEST(AllergyWords, ARowOfAChartThatHoldsMoreThanANameIsAskedAboutAndHolds) {
    for (const AsPeopleWrite& each : as_written) {
        const std::string row = "p1,2026-03-03T09:00:00Z,allergy,\"" + std::string(each.words) + "\",\n";
        const Patients patients = read_rows(row).patients;
        const std::vector<std::string> drugs =
            each.says == Meant::none ? std::vector<std::string>{} : std::vector<std::string>{"tocilizumab"};
        EXPECT_EQ(allergies_in(patients.at("p1"), terminology()), drugs) << each.words;
    }
    const Patients both = read_rows("p1,2026-03-03T09:00:00Z,allergy,\"tocilizumab, siltuximab\",\n").patients;
    EXPECT_EQ(allergies_in(both.at("p1"), terminology()).size(), 2U);
}

}  // namespace
}  // namespace stormkeel
