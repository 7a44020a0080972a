// The drugs and products Stormkeel knows by name: identities only; what follows from them stands in the packs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"
#include "core/quantity.h"

namespace stormkeel {

enum class TherapyClass : std::uint8_t { none, car_t, bispecific };
std::string_view name_of(TherapyClass therapy_class);  // "none", "car_t", "bispecific"

struct Product {
    std::string name;  // "axicabtagene_ciloleucel"
    TherapyClass therapy_class = TherapyClass::none;
};

// The place of a name in these lists is its DrugId or ProductId; terminology files give the order.
struct Formulary {
    std::vector<std::string> drugs;  // ingredients: "tocilizumab", "norepinephrine"
    std::vector<Product> products;
    // By DrugId, in mg: more in one dose is shown to nobody, whatever a pack says. None where no ceiling is known.
    std::vector<std::optional<Decimal>> ceilings = {};

    std::optional<Decimal> ceiling_of(std::string_view drug) const;
    std::optional<DrugId> drug_named(std::string_view name) const;
    std::optional<ProductId> product_named(std::string_view name) const;
};

}  // namespace stormkeel
