// Tells which drugs an allergen names, and writes `allergy` of a chart.
#include "adapters/allergy.h"

#include <algorithm>

#include "adapters/allergy_words.h"

namespace stormkeel {

namespace {

// Beside the denial other names may only say which drug it is about.
bool is_denied(const Terminology& terminology, const FhirConcept& allergen) {
    const std::vector<std::string_view> names = allergen.names();
    const auto denies = [&](std::string_view name) { return denies_allergy(terminology, name); };
    return std::any_of(names.begin(), names.end(), denies) &&
           std::all_of(names.begin(), names.end(), [&](std::string_view name) {
               return denies(name) || terminology.drug_of_name(name) ||
                      drugs_named_as_allergens(terminology, name).empty();
           });
}

}  // namespace

std::vector<DrugId> drugs_allergic_to(const Terminology& terminology, const FhirConcept& allergen) {
    if (is_denied(terminology, allergen)) return {};
    FhirMedication named = medication_named(terminology, allergen);
    if (named.reach != DrugReach::local) return std::move(named.drugs);
    // "Oral ulcers", "nasal": where the reaction was makes no other drug of what caused it.
    std::vector<DrugId> drugs;
    for (const FhirCoding& coding : allergen.codings) {
        const auto system = code_system_named(coding.system);
        if (const auto drug = system ? terminology.drug_of_code(*system, coding.code) : std::nullopt) {
            drugs.push_back(*drug);
        }
    }
    for (const std::string_view name : allergen.names()) {
        if (!drugs.empty()) break;
        drugs = drugs_named_as_allergens(terminology, name);
    }
    return drugs;
}

void write_allergy(const Terminology& terminology, FhirChart& chart, std::string_view where,
                   const DrugAllergy& allergy) {
    for (const DrugId drug : allergy.drugs) {
        if (allergy.recorded) {
            const std::string& name = terminology.formulary().drugs[drug];
            chart.row(*allergy.recorded, where, {"", name_of(Item::allergy), name, ""});
        } else {
            chart.allergy_without_time(where, drug);
        }
    }
}

}  // namespace stormkeel
