// Converts amounts into the canonical units by exact factors, and says what is wrong with those that cannot be.
#include <algorithm>
#include <numeric>

#include "adapters/terminology.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

const UnitSpelling* spelling_of(const std::vector<UnitSpelling>& units, std::string_view unit) {
    for (const UnitSpelling& known : units) {
        if (known.spelled == Spelled::exactly && known.spelling == unit) return &known;
    }
    const std::string folded = folded_unit(unit);
    if (folded.empty()) return nullptr;
    for (const UnitSpelling& known : units) {
        if (known.spelled == Spelled::freely && known.spelling == folded) return &known;
    }
    return nullptr;
}

std::optional<Decimal> converted(Decimal amount, const UnitSpelling& unit) {
    const bool unchanged = unit.numerator == unit.denominator && unit.minus == Decimal{};
    if (unchanged) return amount;
    std::int64_t shifted = 0;
    if (__builtin_sub_overflow(amount.billionths, unit.minus.billionths, &shifted)) return std::nullopt;
    return scale(Decimal{shifted}, unit.numerator, unit.denominator);
}

// "Cel or [degF]": the first units that are right, for an error.
std::string units_that_fit(const std::vector<UnitSpelling>& units) {
    constexpr int enough = 3;
    std::string text;
    int named = 0;
    const UnitSpelling* last = nullptr;
    for (const UnitSpelling& unit : units) {
        const bool same_again = last != nullptr && last->to == unit.to && last->numerator == unit.numerator &&
                                last->denominator == unit.denominator && last->ambiguous == unit.ambiguous;
        if (unit.spelled == Spelled::freely || unit.ambiguous || unit.spelling.empty() || same_again) continue;
        if (named == enough) break;
        if (named > 0) text += " or ";
        text += unit.spelling;
        last = &unit;
        ++named;
    }
    return text;
}

std::string in_unit(Decimal amount, std::string_view unit) {
    std::string text = to_text(amount);
    if (!unit.empty()) text.append(" ").append(unit);
    return text;
}

std::string hint_for(const ItemTerms& terms, Decimal amount, const UnitSpelling& unit) {
    for (const UnitHint& hint : terms.hints) {
        // A hint for Cel also serves "C" and "°C": what counts is the unit that was understood.
        const UnitSpelling* meant = spelling_of(terms.units, hint.unit);
        const bool same_unit = meant != nullptr && meant->to == unit.to && meant->numerator == unit.numerator &&
                               meant->denominator == unit.denominator && meant->minus == unit.minus;
        if (same_unit && hint.from <= amount && amount <= hint.to) return "; " + hint.say;
    }
    return {};
}

std::string outside_text(const ItemTerms& terms, Decimal amount, const UnitSpelling& unit, std::string_view written) {
    std::string text = in_unit(amount, written);
    const auto canonical = converted(amount, unit);
    const bool same_unit = unit.numerator == unit.denominator && unit.minus == Decimal{};
    if (canonical && !same_unit) text += " (" + in_unit(*canonical, ucum(unit.to)) + ")";
    text += " is outside ";
    text += terms.lowest ? to_text(*terms.lowest) : std::string{"any"};
    text += " to ";
    text += in_unit(terms.highest.value_or(Decimal{}), ucum(unit.to));
    return text + hint_for(terms, amount, unit);
}

bool is_same_unit(const UnitSpelling& one, const UnitSpelling& other) {
    const std::int64_t first = std::gcd(one.numerator, one.denominator);
    const std::int64_t second = std::gcd(other.numerator, other.denominator);
    return one.to == other.to && one.minus == other.minus && one.numerator / first == other.numerator / second &&
           one.denominator / first == other.denominator / second;
}

// Nothing when the list does not know both of them.
std::optional<bool> are_same_in(const std::vector<UnitSpelling>& units, std::string_view one, std::string_view other) {
    const UnitSpelling* first = spelling_of(units, one);
    const UnitSpelling* second = spelling_of(units, other);
    if (first == nullptr || second == nullptr) return std::nullopt;
    return first->ambiguous || second->ambiguous || is_same_unit(*first, *second);
}

QuantityOrRefusal of_drug(const std::vector<UnitSpelling>& units, Decimal amount, std::string_view unit) {
    if (amount < Decimal{}) return Refusal{"an amount cannot be negative"};
    if (unit.empty()) return Refusal{"it has no unit; write one such as " + units_that_fit(units)};
    const UnitSpelling* known = spelling_of(units, unit);
    if (known == nullptr) {
        return Refusal{"unit '" + std::string{unit} + "' is not known here; write one such as " +
                       units_that_fit(units)};
    }
    const auto result = converted(amount, *known);
    if (!result) return Refusal{in_unit(amount, unit) + " is too large a number"};
    return Quantity{*result, known->to};
}

}  // namespace

QuantityOrRefusal Terminology::convert(Item item, Decimal amount, std::string_view unit, Unit settled) const {
    const ItemTerms& terms = terms_of(item);
    const UnitSpelling* known = spelling_of(terms.units, unit);
    if (known == nullptr) {
        const std::string fitting = units_that_fit(terms.units);
        if (unit.empty()) return Refusal{"it has no unit; write " + fitting};
        return Refusal{"unit '" + std::string{unit} + "' does not fit; write " + (fitting.empty() ? "none" : fitting)};
    }
    UnitSpelling meant = *known;
    if (known->ambiguous) {
        if (settled == Unit::none) {
            return Refusal{"unit '" + std::string{unit} + "' does not say which of two kinds it is; write " +
                           units_that_fit(terms.units)};
        }
        meant.to = settled;
    }
    const auto result = converted(amount, meant);
    const bool inside =
        result && (!terms.lowest || *terms.lowest <= *result) && (!terms.highest || *result <= *terms.highest);
    if (!inside) return Refusal{outside_text(terms, amount, meant, unit)};
    return Quantity{*result, meant.to};
}

bool Terminology::units_differ(std::string_view one, std::string_view other) const {
    if (one.empty() || other.empty() || one == other) return false;
    bool known = false;
    const auto same = [&](const std::vector<UnitSpelling>& units) {
        const auto are_same = are_same_in(units, one, other);
        known = known || are_same;
        return are_same.value_or(false);
    };
    const bool somewhere =
        same(dose_units_) || same(rate_units_) ||
        std::any_of(items_.begin(), items_.end(), [&](const ItemTerms& terms) { return same(terms.units); });
    return known && !somewhere;
}

QuantityOrRefusal Terminology::dose(Decimal amount, std::string_view unit) const {
    return of_drug(dose_units_, amount, unit);
}

QuantityOrRefusal Terminology::rate(Decimal amount, std::string_view unit) const {
    // UCUM's MU is a million units, which no one runs by the minute: it is not to be folded into mU, a thousandth.
    if (unit.starts_with("MU/") || unit.starts_with("M[IU]/") || unit.starts_with("M[iU]/")) {
        return Refusal{"unit '" + std::string{unit} + "' is a million units in UCUM; write mU/min or [IU]/min"};
    }
    return of_drug(rate_units_, amount, unit);
}

}  // namespace stormkeel
