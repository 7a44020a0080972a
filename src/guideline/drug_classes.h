// The names of the drug classes that packs fill and `orders` may name.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/parameters.h"

namespace stormkeel::pack {

// By place: drug_class_names[static_cast<std::size_t>(DrugClass::vasopressor)] is "vasopressor".
constexpr std::array<std::string_view, static_cast<std::size_t>(DrugClass::count_of_classes)> drug_class_names = {
#define STORMKEEL_NAME(name) #name,
    STORMKEEL_DRUG_CLASSES(STORMKEEL_NAME)
#undef STORMKEEL_NAME
};

constexpr std::optional<DrugClass> drug_class_named(std::string_view name) {
    for (std::size_t i = 0; i < drug_class_names.size(); ++i) {
        if (drug_class_names[i] == name) return static_cast<DrugClass>(i);
    }
    return std::nullopt;
}

}  // namespace stormkeel::pack
