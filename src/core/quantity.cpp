// Reads, writes and multiplies exact decimals, and names the units they are counted in.
#include "core/quantity.h"

#include <array>
#include <cassert>
#include <limits>

namespace stormkeel {
namespace {

__extension__ typedef __int128 Wide;  // holds every product of two 64-bit numbers

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr int decimal_places = 9;
constexpr std::int64_t digits_in_range = 19;  // of `largest`

// Divides, rounding half away from zero; what is not zero does not become zero.
std::optional<Decimal> divide(Wide numerator, Wide denominator) {
    const bool negative = (numerator < 0) != (denominator < 0);
    const Wide dividend = numerator < 0 ? -numerator : numerator;
    const Wide divisor = denominator < 0 ? -denominator : denominator;
    Wide quotient = dividend / divisor;
    const Wide remainder = dividend % divisor;
    if (remainder >= divisor - remainder) ++quotient;
    if (quotient == 0 && dividend != 0) quotient = 1;
    if (quotient > largest) return std::nullopt;
    const auto billionths = static_cast<std::int64_t>(quotient);
    return Decimal{negative ? -billionths : billionths};
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A number as it was written: its digits without the point, and how many of them stand before the point.
struct Written {
    std::string digits;  // without leading zeros; empty for zero
    std::int64_t before_point = 0;
    bool negative = false;
};

// Reads "[+-]digits[.digits]" or "[+-].digits" off the front of `text`.
std::optional<Written> read_digits(std::string_view& text) {
    Written written;
    std::size_t next = 0;
    if (next < text.size() && (text[next] == '+' || text[next] == '-')) written.negative = text[next++] == '-';
    std::size_t count = 0;
    const auto take = [&](std::int64_t point_moves) {
        for (; next < text.size() && is_digit(text[next]); ++next, ++count) {
            const bool leading_zero = written.digits.empty() && text[next] == '0';
            if (!leading_zero) written.digits += text[next];
            // A zero right after the point moves the point left instead of becoming a digit.
            if (point_moves == 1 && !leading_zero) ++written.before_point;
            if (point_moves == 0 && leading_zero) --written.before_point;
        }
    };
    take(1);
    if (next < text.size() && text[next] == '.') {
        const std::size_t before_fraction = count;
        ++next;
        take(0);
        if (count == before_fraction) return std::nullopt;  // "5." lost its end
    }
    if (count == 0) return std::nullopt;
    text.remove_prefix(next);
    return written;
}

// Reads "e3" or "E-3" and nothing after it. An exponent too long for any number in range stays too long.
std::optional<std::int64_t> read_exponent(std::string_view text) {
    constexpr std::int64_t too_long = 1'000'000'000'000;
    text.remove_prefix(1);
    bool negative = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty()) return std::nullopt;
    std::int64_t exponent = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        exponent = exponent >= too_long ? too_long : exponent * 10 + (c - '0');
    }
    return negative ? -exponent : exponent;
}

// The number in billionths, rounded half away from zero.
std::optional<Decimal> in_billionths(const Written& written) {
    if (written.digits.empty()) return Decimal{};
    const std::int64_t kept = written.before_point + decimal_places;
    if (kept > digits_in_range) return std::nullopt;
    Wide billionths = 0;
    for (std::int64_t i = 0; i < kept; ++i) {
        const auto place = static_cast<std::size_t>(i);
        billionths = billionths * 10 + (place < written.digits.size() ? written.digits[place] - '0' : 0);
    }
    if (kept >= 0 && static_cast<std::size_t>(kept) < written.digits.size() &&
        written.digits[static_cast<std::size_t>(kept)] >= '5') {
        ++billionths;
    }
    if (billionths == 0) billionths = 1;
    if (billionths > largest) return std::nullopt;
    const auto value = static_cast<std::int64_t>(billionths);
    return Decimal{written.negative ? -value : value};
}

struct UnitNames {
    Unit unit;
    std::string_view ucum;
    std::string_view words;
};

// In the order of the enumeration. "Micrograms" and "units" are written out: µg and IU have been misread as mg and IV.
constexpr std::array<UnitNames, static_cast<std::size_t>(Unit::count_of_units)> unit_names{{
    {Unit::none, "", ""},
    {Unit::celsius, "Cel", "°C"},
    {Unit::mm_hg, "mm[Hg]", "mmHg"},
    {Unit::per_minute, "/min", "/min"},
    {Unit::percent, "%", "%"},
    {Unit::l_per_min, "L/min", "L/min"},
    {Unit::kg, "kg", "kg"},
    {Unit::cm, "cm", "cm"},
    {Unit::mg_per_l, "mg/L", "mg/L"},
    {Unit::ug_per_l, "ug/L", "micrograms/L"},
    {Unit::u_per_l, "U/L", "units/L"},
    {Unit::mg_per_dl, "mg/dL", "mg/dL"},
    {Unit::g_per_dl, "g/dL", "g/dL"},
    {Unit::second, "s", "s"},
    {Unit::inr, "{INR}", ""},
    {Unit::ng_per_ml_feu, "ng/mL{FEU}", "ng/mL FEU"},
    {Unit::ng_per_ml_ddu, "ng/mL{DDU}", "ng/mL DDU"},
    {Unit::pg_per_ml, "pg/mL", "pg/mL"},
    {Unit::u_per_ml, "U/mL", "units/mL"},
    {Unit::thousand_per_ul, "10*3/uL", "thousand/µL"},
    {Unit::mmol_per_l, "mmol/L", "mmol/L"},
    {Unit::mg, "mg", "mg"},
    {Unit::ml, "mL", "mL"},
    {Unit::international_unit, "[IU]", "units"},
    {Unit::mg_per_kg, "mg/kg", "mg/kg"},
    {Unit::ml_per_kg, "mL/kg", "mL/kg"},
    {Unit::mg_per_m2, "mg/m2", "mg/m²"},
    {Unit::cells, "{cells}", "cells"},
    {Unit::cells_per_kg, "{cells}/kg", "cells/kg"},
    {Unit::ug_per_kg_per_min, "ug/kg/min", "micrograms/kg/min"},
    {Unit::ug_per_min, "ug/min", "micrograms/min"},
    {Unit::iu_per_min, "[IU]/min", "units/min"},
    {Unit::iu_per_kg_per_min, "[IU]/kg/min", "units/kg/min"},
    {Unit::mg_per_h, "mg/h", "mg/h"},
    {Unit::ml_per_h, "mL/h", "mL/h"},
    {Unit::hour, "h", "h"},
    {Unit::day, "d", "d"},
    {Unit::year, "a", "years"},
    {Unit::ug_per_day, "ug/d", "micrograms/day"},
    {Unit::ug_per_m2_per_day, "ug/m2/d", "micrograms/m²/day"},
    {Unit::gram, "g", "g"},
    {Unit::mg_per_ml, "mg/mL", "mg/mL"},
}};

constexpr bool units_in_order() {
    for (std::size_t i = 0; i < unit_names.size(); ++i) {
        if (static_cast<std::size_t>(unit_names[i].unit) != i) return false;
    }
    return true;
}
static_assert(units_in_order(), "unit_names must follow enum Unit");

}  // namespace

std::optional<Decimal> multiply(Decimal a, Decimal b) {
    return divide(static_cast<Wide>(a.billionths) * b.billionths, Decimal::one);
}

std::optional<Decimal> scale(Decimal a, std::int64_t numerator, std::int64_t denominator) {
    assert(denominator != 0);
    return divide(static_cast<Wide>(a.billionths) * numerator, denominator);
}

std::optional<Decimal> parse_decimal(std::string_view text) {
    std::optional<Written> written = read_digits(text);
    if (!written) return std::nullopt;
    if (!text.empty()) {
        if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
        const std::optional<std::int64_t> exponent = read_exponent(text);
        if (!exponent) return std::nullopt;
        written->before_point += *exponent;
    }
    return in_billionths(*written);
}

std::string to_text(Decimal value) {
    // The least 64-bit number has no positive counterpart, so the digits are taken from an unsigned one.
    const std::uint64_t size = value.billionths < 0 ? 0 - static_cast<std::uint64_t>(value.billionths)
                                                    : static_cast<std::uint64_t>(value.billionths);
    constexpr std::uint64_t one = Decimal::one;
    std::string text = value.billionths < 0 ? "-" : "";
    text += std::to_string(size / one);
    if (const std::uint64_t fraction = size % one; fraction != 0) {
        const std::string digits = std::to_string(fraction);
        text += '.';
        text.append(decimal_places - digits.size(), '0');
        text += digits;
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::string_view ucum(Unit unit) { return unit_names.at(static_cast<std::size_t>(unit)).ucum; }

std::string_view words(Unit unit) { return unit_names.at(static_cast<std::size_t>(unit)).words; }

std::optional<Unit> unit_of_ucum(std::string_view text) {
    for (const UnitNames& names : unit_names) {
        if (names.ucum == text) return names.unit;
    }
    return std::nullopt;
}

std::string_view sign_of(Comparator comparator) {
    constexpr std::array<std::string_view, 5> signs = {"", "<", "<=", ">=", ">"};
    return signs[static_cast<std::size_t>(comparator)];
}

}  // namespace stormkeel
