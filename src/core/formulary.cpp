// Finds drugs and products by their exact names.
#include "core/formulary.h"

#include <algorithm>

namespace stormkeel {

std::string_view name_of(TherapyClass therapy_class) {
    switch (therapy_class) {
        case TherapyClass::car_t:
            return "car_t";
        case TherapyClass::bispecific:
            return "bispecific";
        default:
            return "none";
    }
}

std::optional<DrugId> Formulary::drug_named(std::string_view name) const {
    const auto found = std::find(drugs.begin(), drugs.end(), name);
    if (found == drugs.end()) return std::nullopt;
    return static_cast<DrugId>(found - drugs.begin());
}

std::optional<Decimal> Formulary::ceiling_of(std::string_view drug) const {
    const auto id = drug_named(drug);
    return id && *id < ceilings.size() ? ceilings[*id] : std::nullopt;
}

std::optional<ProductId> Formulary::product_named(std::string_view name) const {
    const auto found =
        std::find_if(products.begin(), products.end(), [&](const Product& product) { return product.name == name; });
    if (found == products.end()) return std::nullopt;
    return static_cast<ProductId>(found - products.begin());
}

}  // namespace stormkeel
