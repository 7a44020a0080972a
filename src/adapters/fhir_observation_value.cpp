// Turns an Observation's code into an item and its value[x] into the text a chart row would hold.
#include <algorithm>
#include <array>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_observation.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

// "Oxygen inhaled mechanism": its coded values are devices, so it stands beside the measured items of the terminology.
constexpr std::string_view loinc_oxygen_mechanism = "3152-6";

// "systolic_bp", or "rate:norepinephrine" split at the colon.
std::optional<ItemMeaning> item_written(std::string_view name) {
    if (const auto item = item_named(name)) {
        if (kind_of(*item) == ItemKind::drug) return std::nullopt;
        return ItemMeaning{*item, Unit::none, std::string(name), "", MeantBy::code};
    }
    const auto colon = name.find(':');
    if (colon == std::string_view::npos || colon + 1 == name.size()) return std::nullopt;
    const auto item = item_named(name.substr(0, colon));
    if (!item || kind_of(*item) != ItemKind::drug) return std::nullopt;
    return ItemMeaning{*item, Unit::none, std::string(name), std::string(name.substr(colon + 1)), MeantBy::code};
}

// What flowsheets call items, where that is not the item's own name; compared by folded_words().
constexpr std::array<std::pair<std::string_view, Item>, 24> flowsheet_names{{
    {"oxygen delivery device", Item::oxygen_device},
    {"o2 delivery device", Item::oxygen_device},
    {"o2 delivery device s", Item::oxygen_device},
    {"o2 device", Item::oxygen_device},
    {"oxygen delivery method", Item::oxygen_device},
    {"o2 delivery method", Item::oxygen_device},
    {"oxygen flow rate", Item::oxygen_flow},
    {"inhaled oxygen flow rate", Item::oxygen_flow},
    {"inhaled oxygen concentration", Item::fio2},
    {"oxygen saturation", Item::spo2},
    {"body temperature", Item::temperature},
    {"systolic blood pressure", Item::systolic_bp},
    {"diastolic blood pressure", Item::diastolic_bp},
    {"mean blood pressure", Item::mean_bp},
    {"mean arterial pressure", Item::mean_bp},
    {"body weight", Item::weight},
    {"body height", Item::height},
    {"ice", Item::ice_score},
    {"immune effector cell associated encephalopathy score", Item::ice_score},
    {"immune effector cell associated encephalopathy ice score", Item::ice_score},
    {"cornell assessment of pediatric delirium", Item::capd},
    {"level of consciousness", Item::consciousness},
    {"c reactive protein", Item::crp},
    {"interleukin 6", Item::il6},
}};

// "Heart rate", "heart-rate" and "heart_rate" are one name.
std::optional<ItemMeaning> item_of_words(std::string_view words) {
    if (const auto exact = item_written(words)) return exact;
    std::string name = folded_words(words);
    for (const auto& [flowsheet_name, item] : flowsheet_names) {
        if (flowsheet_name == name) return ItemMeaning{item, Unit::none, std::string(name_of(item)), "", MeantBy::code};
    }
    std::replace(name.begin(), name.end(), ' ', '_');
    const auto item = item_named(name);
    if (!item || kind_of(*item) == ItemKind::drug) return std::nullopt;
    return ItemMeaning{*item, Unit::none, name, "", MeantBy::code};
}

MeaningOrNone item_of_codes(const Terminology& terminology, const FhirConcept& code) {
    std::optional<ItemMeaning> found;
    for (const FhirCoding& coding : code.codings) {
        const auto system = code_system_named(coding.system);
        auto meant = system ? terminology.item_of_code(*system, coding.code) : std::nullopt;
        if (system == CodeSystem::loinc && coding.code == loinc_oxygen_mechanism) meant = {Item::oxygen_device};
        if (!meant) continue;
        const ItemMeaning meaning{meant->item, meant->settles, std::string(name_of(meant->item)), "", MeantBy::code};
        if (!found) {
            found = meaning;
        } else if (found->item != meaning.item) {
            return Refusal{"its codes mean different things, " + found->row_item + " and " + meaning.row_item +
                           "; one of them would be right"};
        } else if (found->settles == Unit::none) {
            found->settles = meaning.settles;
        }
    }
    if (!found) return std::monostate{};
    return *found;
}

}  // namespace

MeaningOrNone item_meant(const Terminology& terminology, const FhirConcept& code) {
    bool has_loinc = false;
    for (const FhirCoding& coding : code.codings) {
        has_loinc = has_loinc || code_system_named(coding.system) == CodeSystem::loinc;
        if (coding.system != own_item_system) continue;
        if (auto own = item_written(coding.code)) return *own;
        return Refusal{quoted_clipped(coding.code) + " is no item of " + std::string(own_item_system) +
                       "; its codes are the items of the chart CSV"};
    }
    MeaningOrNone coded = item_of_codes(terminology, code);
    if (has_loinc || !std::holds_alternative<std::monostate>(coded)) return coded;
    for (const std::string_view name : code.names()) {
        if (auto named = item_of_words(name)) {
            named->by = MeantBy::name;
            return *named;
        }
    }
    // A local code counts only where it can be nothing but our item: "ice_score" can, "pt" may be the patient.
    for (const FhirCoding& coding : code.codings) {
        const bool local = !code_system_named(coding.system) && coding.code.find('_') != std::string_view::npos;
        if (auto named = local ? item_written(coding.code) : std::nullopt) return *named;
    }
    return std::monostate{};
}

std::vector<ItemMeaning> meanings_one_by_one(const Terminology& terminology, const FhirConcept& code) {
    std::vector<ItemMeaning> found;
    for (const FhirCoding& coding : code.codings) {
        FhirConcept single;
        single.codings.push_back(coding);
        const MeaningOrNone meaning = item_meant(terminology, single);
        const auto* meant = std::get_if<ItemMeaning>(&meaning);
        if (meant == nullptr) continue;
        found.push_back(*meant);
        if (meant->item == Item::oxygen_flow || meant->item == Item::fio2) found.back().item = Item::oxygen_device;
    }
    return found;
}

RowValue quantity_value(const Terminology& terminology, const ItemMeaning& meaning, const FhirQuantity& found) {
    const RowValue as_written{found.number(), found.unit};
    if (meaning.settles == Unit::none) return as_written;
    // The code decides what the bare unit leaves open, so the conversion is made here and the row gets its result.
    const QuantityOrRefusal converted = terminology.convert(meaning.item, found.amount, found.unit, meaning.settles);
    const auto* settled = std::get_if<Quantity>(&converted);
    if (settled == nullptr) return as_written;
    const std::string sign = as_written.value.substr(0, as_written.value.find_first_not_of("<>="));
    return RowValue{sign + to_text(settled->amount), std::string(ucum(settled->unit))};
}

// A word of the item, by device code, by the code itself or by the words beside it. The row reader judges plain text,
// so that a wrong word is answered there, with the nearest known one.
ValueOrRefusal concept_value(const Terminology& terminology, Item item, const FhirConcept& value) {
    if (kind_of(item) == ItemKind::therapy) {
        const FhirMedication product = medication_named(terminology, value);
        if (product.product) return RowValue{terminology.formulary().products[*product.product].name, ""};
    }
    if (kind_of(item) == ItemKind::substance) {
        const FhirMedication named = medication_named(terminology, value);
        if (named.drugs.size() == 1) return RowValue{terminology.formulary().drugs[named.drugs.front()], ""};
    }
    for (const FhirCoding& coding : value.codings) {
        const auto system = code_system_named(coding.system);
        std::optional<std::uint16_t> word;
        if (system && item == Item::oxygen_device) word = terminology.device_of_code(*system, coding.code);
        if (!system) word = terminology.word_of(item, coding.code);
        if (word) return RowValue{std::string(words_of(item)[*word]), ""};
    }
    const std::vector<std::string_view> names = value.names();
    for (const std::string_view name : names) {
        if (const auto word = terminology.word_of(item, name)) return RowValue{std::string(words_of(item)[*word]), ""};
    }
    if (!names.empty()) return RowValue{std::string(names.front()), ""};
    if (!value.codings.empty()) return RowValue{std::string(value.codings.front().code), ""};
    return Refusal{"the coded value is empty; a code or a text is needed"};
}

RowValue text_value(const Terminology& terminology, Item item, std::string_view text) {
    if (const auto word = terminology.word_of(item, text)) return {std::string(words_of(item)[*word]), ""};
    return {std::string(text), ""};
}

ValueOrRefusal value_for(const Terminology& terminology, const ItemMeaning& meaning, Json part) {
    const Item item = meaning.item;
    if (auto twice = more_than_one(part, "value")) return *std::move(twice);
    if (const Json quantity = part["valueQuantity"]; quantity.exists()) {
        const auto read = quantity_of(quantity, terminology);
        if (const auto* refusal = std::get_if<Refusal>(&read)) return *refusal;
        return quantity_value(terminology, meaning, std::get<FhirQuantity>(read));
    }
    if (const Json whole = part["valueInteger"]; whole.exists()) {
        return RowValue{whole.is_number() ? in_plain_digits(whole.text()) : std::string(whole.text()), ""};
    }
    if (const Json text = part["valueString"]; text.exists()) {
        return text_value(terminology, item, text.string());
    }
    if (const Json coded = part["valueCodeableConcept"]; coded.exists()) {
        return concept_value(terminology, item, concept_of(coded));
    }
    if (const Json truth = part["valueBoolean"]; truth.exists()) {
        if (words_of(item).size() == 2 && words_of(item)[answer::yes] == "yes") {
            return RowValue{truth.text() == "true" ? "yes" : "no", ""};
        }
        return Refusal{"true or false is no value of " + meaning.row_item};
    }
    for (const Json field : part) {
        if (field.key().starts_with("value") && field.key() != "value") {
            return Refusal{std::string(field.key()) + " cannot be read as " + meaning.row_item +
                           "; valueQuantity, valueCodeableConcept or valueString would be right"};
        }
    }
    if (kind_of(item) == ItemKind::done) return RowValue{};  // to record it is to say that it was done
    return Refusal{"it has no value and no dataAbsentReason"};
}

}  // namespace stormkeel
