// Which item of ours an Observation's code means, and its value in the words of a chart row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/fhir_chart.h"
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

// Of codes that contradict each other: what each alone may have told of. One about oxygen may be its device.
std::vector<ItemMeaning> meanings_one_by_one(const Terminology& terminology, const FhirConcept& code);

// Why a code is not used.
constexpr std::string_view code_of_no_item = "no item of ours has this code; not used";
constexpr std::string_view saturation_of_any_blood =
    "by this name it may be of any blood; LOINC 2708-6 or 59408-5 would say arterial or by pulse oximetry; not used";

// The value and the unit columns of a chart row.
struct RowValue {
    std::string value;
    std::string unit;
};
using ValueOrRefusal = std::variant<RowValue, Refusal>;

// A number with its unit, where the meaning of the code decides what a bare unit leaves open.
RowValue quantity_value(const Terminology& terminology, const ItemMeaning& meaning, const FhirQuantity& quantity);

// A coded value, by its code, else by its words; and a text.
ValueOrRefusal concept_value(const Terminology& terminology, Item item, const FhirConcept& value);
RowValue text_value(const Terminology& terminology, Item item, std::string_view text);

// value[x] of an Observation or a component, as far as the item can have such a value.
ValueOrRefusal value_for(const Terminology& terminology, const ItemMeaning& meaning, Json part);

// Results of which only the doing counts here, whatever was found.
bool is_result_of_doing(Item item);

// A value that is absent, as its record itself says, is no error; what it would have replaced is over.
struct Absence {
    Instant at;
    Item item = Item::count_of_items;
    std::string drug;  // of a rate
};
void end_what_is_absent(const Terminology& terminology, FhirChart& chart, std::string_view where,
                        const Absence& absence);

}  // namespace stormkeel
