// Tells which drugs an allergen names, and writes `allergy` of a chart.
#include "adapters/allergy.h"

#include <algorithm>
#include <array>

#include "adapters/words.h"

namespace stormkeel {

bool denies_allergy(const FhirConcept& allergen) {
    const std::vector<std::string_view> names = allergen.names();
    return std::any_of(names.begin(), names.end(), [](std::string_view name) {
        const std::string words = folded_words(name);
        constexpr std::array<std::string_view, 4> denials{"no", "not", "denies", "without"};
        return std::any_of(denials.begin(), denials.end(), [&](auto word) { return holds_words(words, word); });
    });
}

std::vector<DrugId> drugs_allergic_to(const Terminology& terminology, const FhirConcept& allergen) {
    return denies_allergy(allergen) ? std::vector<DrugId>{} : medication_named(terminology, allergen).drugs;
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
