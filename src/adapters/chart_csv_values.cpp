// Reads the value of a row of a chart by the kind of its item.
#include <algorithm>
#include <array>

#include "adapters/allergy_words.h"
#include "adapters/chart_csv_row.h"
#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

// The toxicity itself, a denial or a doubt explains nothing.
bool is_other_cause(std::string_view cause) {
    constexpr std::array<std::string_view, 16> none{"crs",
                                                    "cytokine release syndrome",
                                                    "cytokine release",
                                                    "icans",
                                                    "none",
                                                    "no",
                                                    "nil",
                                                    "n a",
                                                    "na",
                                                    "unknown",
                                                    "unclear",
                                                    "undetermined",
                                                    "nothing",
                                                    "false",
                                                    "0",
                                                    "yes"};
    const std::string folded = folded_words(cause);
    if (folded.empty() || folded.starts_with("not ") || folded.starts_with("no ")) return false;
    return std::find(none.begin(), none.end(), folded) == none.end();
}

Fact with_quantity(const Quantity& quantity) {
    Fact fact;
    fact.amount = quantity.amount;
    fact.unit = quantity.unit;
    return fact;
}

Fact with_code(std::uint16_t code) {
    Fact fact;
    fact.code = code;
    return fact;
}

// Words and scores have no unit; these spellings say so.
bool says_no_unit(std::string_view unit) { return unit.empty() || unit == "1" || unit == "{score}" || unit == "{INR}"; }

std::string why_no_unit_fits(std::string_view unit) { return "unit '" + clipped(unit) + "' does not fit; it has none"; }

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

}  // namespace

ChartRowReader::FactOrRefusal ChartRowReader::fact_of(const Meaning& meaning, const ChartRow& row,
                                                      Timeline& timeline) const {
    if (meaning.item == Item::baseline_oxygen) return baseline_oxygen(row);
    switch (kind_of(meaning.item)) {
        case ItemKind::measured:
            return measured(meaning.item, row);
        case ItemKind::score:
            return score(meaning.item, row);
        case ItemKind::word:
        case ItemKind::done:
            return word(meaning.item, row);
        case ItemKind::therapy:
            return therapy(row);
        case ItemKind::substance:
            return substance(meaning.item, row);
        case ItemKind::drug:
            return drug(meaning, row);
        case ItemKind::text:
            if (meaning.item == Item::attributed) return attributed(row, timeline);
            break;
        case ItemKind::date:
            break;
    }
    if (row.value.empty()) return Refusal{"it has no value"};
    Fact fact;
    fact.text = timeline.number_of_text(row.value);
    return fact;
}

ChartRowReader::FactOrRefusal ChartRowReader::measured(Item item, const ChartRow& row) const {
    const auto number = chart_number(row.value);
    if (const auto* refusal = std::get_if<Refusal>(&number)) return *refusal;
    const auto& [amount, comparator] = std::get<ChartNumber>(number);
    const auto quantity = terminology_.convert(item, amount, row.unit);
    if (const auto* refusal = std::get_if<Refusal>(&quantity)) return *refusal;
    Fact fact = with_quantity(std::get<Quantity>(quantity));
    fact.comparator = comparator;
    return fact;
}

ChartRowReader::FactOrRefusal ChartRowReader::score(Item item, const ChartRow& row) const {
    const auto number = chart_number(row.value);
    if (const auto* refusal = std::get_if<Refusal>(&number)) return *refusal;
    const auto& [amount, comparator] = std::get<ChartNumber>(number);
    if (comparator != Comparator::equal || amount.billionths % Decimal::one != 0) {
        return Refusal{"a score is a whole number, not '" + clipped(row.value) + "'"};
    }
    const std::string_view unit = says_no_unit(row.unit) ? std::string_view{} : row.unit;
    const auto quantity = terminology_.convert(item, amount, unit);
    if (const auto* refusal = std::get_if<Refusal>(&quantity)) return *refusal;
    return with_quantity(std::get<Quantity>(quantity));
}

ChartRowReader::FactOrRefusal ChartRowReader::word(Item item, const ChartRow& row) const {
    if (!says_no_unit(row.unit)) return Refusal{why_no_unit_fits(row.unit)};
    if (kind_of(item) == ItemKind::done && row.value.empty()) return with_code(answer::yes);
    const auto code = terminology_.word_of(item, row.value);
    if (!code) return Refusal{why_unknown_word(terminology_, item, row.value)};
    return with_code(*code);
}

// The unit may carry the dose: empty, "mg" (the dose is not told) or "12 mg".
ChartRowReader::FactOrRefusal ChartRowReader::therapy(const ChartRow& row) const {
    const auto product = terminology_.product_of_name(row.value);
    if (!product) return Refusal{why_unknown_product(terminology_, row.value)};
    const bool only_unit = std::holds_alternative<Quantity>(terminology_.dose(Decimal{}, row.unit));
    if (says_no_unit(row.unit) || only_unit) return with_code(*product);
    std::size_t digits = row.unit.size();
    while (digits > 0 && !is_plain_number(row.unit.substr(0, digits))) --digits;
    if (digits == 0) return Refusal{"'" + clipped(row.unit) + "' is no dose; write none, or one such as 0.06 mg/kg"};
    const Decimal amount = parse_decimal(row.unit.substr(0, digits)).value();
    const auto quantity = terminology_.dose(amount, trimmed(row.unit.substr(digits)));
    if (const auto* refusal = std::get_if<Refusal>(&quantity)) return *refusal;
    Fact fact = with_quantity(std::get<Quantity>(quantity));
    fact.code = *product;
    return fact;
}

ChartRowReader::FactOrRefusal ChartRowReader::substance(Item item, const ChartRow& row) const {
    if (!says_no_unit(row.unit)) return Refusal{why_no_unit_fits(row.unit)};
    if (row.value.empty()) return Refusal{"it names no drug; write its generic name as the value"};
    const auto named = terminology_.drug_of_name(row.value);
    if (!named && denies_allergy(terminology_, row.value)) {
        return Refusal{"it denies an allergy, and is none; leave the row out"};
    }
    if (!named) return Refusal{why_unknown_drug(terminology_, item, row.value)};
    return with_code(*named);
}

ChartRowReader::FactOrRefusal ChartRowReader::attributed(const ChartRow& row, Timeline& timeline) const {
    if (!says_no_unit(row.unit)) return Refusal{why_no_unit_fits(row.unit)};
    const std::size_t colon = std::min(row.value.find(':'), row.value.size());
    const std::string component_name = lower(trimmed(row.value.substr(0, colon)));
    const std::string_view cause =
        colon == row.value.size() ? std::string_view{} : trimmed(row.value.substr(colon + 1));
    const bool clears_all = component_name == "clear" && cause.empty();
    const auto component = clears_all ? Component::all : component_named(component_name);
    if (!component)
        return Refusal{"unknown component; write fever, hypotension or hypoxia and the cause, as in fever:infection"};
    Fact fact = with_code(static_cast<std::uint16_t>(*component));
    if (clears_all || lower(cause) == "clear") return fact;
    if (cause.empty() || *component == Component::all) {
        return Refusal{"it names no cause; write one, as in fever:infection, or clear"};
    }
    if (!is_other_cause(cause)) {
        return Refusal{"'" + clipped(cause) + "' is no other cause; write one, as in fever:infection, or " +
                       component_name + ":clear when there is none"};
    }
    fact.amount = Decimal::whole(1);
    fact.text = timeline.number_of_text(cause);
    return fact;
}

ChartRowReader::FactOrRefusal ChartRowReader::baseline_oxygen(const ChartRow& row) const {
    const bool is_device = !row.value.empty() && ((row.value[0] | 0x20) >= 'a' && (row.value[0] | 0x20) <= 'z');
    if (!is_device) return measured(Item::baseline_oxygen, row);
    if (!says_no_unit(row.unit)) return Refusal{why_no_unit_fits(row.unit)};
    const auto device = terminology_.device_of_words(row.value);
    if (!device) return Refusal{why_unknown_word(terminology_, Item::baseline_oxygen, row.value)};
    return with_code(*device);
}

ChartRowReader::FactOrRefusal ChartRowReader::drug(const Meaning& meaning, const ChartRow& row) const {
    Fact fact = with_code(meaning.drug);
    if (row.value.empty()) {
        fact.state = ValueState::not_recorded;
        return fact;
    }
    const auto number = chart_number(row.value);
    if (const auto* refusal = std::get_if<Refusal>(&number)) return *refusal;
    const auto& [amount, comparator] = std::get<ChartNumber>(number);
    if (comparator != Comparator::equal)
        return Refusal{"an amount cannot be '" + clipped(row.value) + "'; write a number"};
    // Nothing is nothing in any unit: an infusion is stopped.
    const bool stopped = meaning.item == Item::rate && amount == Decimal{};
    if (stopped && row.unit.empty()) return fact;
    if (meaning.item == Item::give && amount == Decimal{}) {
        return Refusal{"a dose of 0 is no dose; leave the row out, or the value empty when the amount is not known"};
    }
    const auto quantity =
        meaning.item == Item::rate ? terminology_.rate(amount, row.unit) : terminology_.dose(amount, row.unit);
    if (const auto* refusal = std::get_if<Refusal>(&quantity)) {
        if (stopped) return fact;
        return *refusal;
    }
    fact.amount = std::get<Quantity>(quantity).amount;
    fact.unit = std::get<Quantity>(quantity).unit;
    return fact;
}

}  // namespace stormkeel
