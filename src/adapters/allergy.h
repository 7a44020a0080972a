// An allergy to a drug, by whatever door it was told: written into its patient's chart in one way.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/fhir_reading.h"

namespace stormkeel {

// What one record of an allergy says. Whoever is allergic was so before somebody wrote it down: without a time of day
// it holds from the first that is recorded of the patient.
struct DrugAllergy {
    std::vector<DrugId> drugs;
    std::optional<Instant> recorded;
};

constexpr std::string_view allergy_to_none_of_ours = "no drug of ours; the allergy is not used";

// The drugs that an allergen names, by code or words; none when its words say no more than that there is no allergy to
// them ("No known allergy to tocilizumab"). Where one of its names denies what another tells, it is an allergy.
std::vector<DrugId> drugs_allergic_to(const Terminology& terminology, const FhirConcept& allergen);

void write_allergy(const Terminology& terminology, FhirChart& chart, std::string_view where,
                   const DrugAllergy& allergy);

}  // namespace stormkeel
