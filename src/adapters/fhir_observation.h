// Which item of ours an Observation's code means, and its value in the words of a chart row.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "adapters/fhir_values.h"
#include "adapters/terminology.h"

namespace stormkeel {

// Whether a published code or only a name led to an item.
enum class MeantBy : std::uint8_t { code, name };

// An item, and the drug of a `rate`, `give` or `order` written as an Observation.
struct ItemMeaning {
    Item item = Item::count_of_items;
    Unit settles = Unit::none;  // the unit the code itself decides; see CodedItem
    std::string row_item;       // "systolic_bp", "rate:norepinephrine"
    std::string drug;
    MeantBy by = MeantBy::code;
};

// By a code of our own system, by LOINC, else by the name of an item or a flowsheet's usual name of it. A LOINC code
// that is not in the terminology means something else, whatever its name looks like. Refused: codes of one concept that
// mean different items.
using MeaningOrNone = std::variant<std::monostate, ItemMeaning, Refusal>;
MeaningOrNone item_meant(const Terminology& terminology, const FhirConcept& code);

// The value and the unit columns of a chart row.
struct RowValue {
    std::string value;
    std::string unit;
};
using ValueOrRefusal = std::variant<RowValue, Refusal>;

// value[x] of an Observation or a component, as far as the item can have such a value; a coded value by its code, else
// by its words.
ValueOrRefusal value_for(const Terminology& terminology, const ItemMeaning& meaning, Json part);

}  // namespace stormkeel
