// Exact decimal numbers and the units they are counted in: no value passes through binary floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stormkeel {

// A decimal number held as an integer count of billionths: 38.0 is 38'000'000'000. Range about +-9.2e9.
struct Decimal {
    std::int64_t billionths = 0;
    constexpr auto operator<=>(const Decimal&) const = default;

    static constexpr std::int64_t one = 1'000'000'000;
    static constexpr Decimal whole(std::int64_t value) { return {value * one}; }
};

constexpr Decimal operator+(Decimal a, Decimal b) { return {a.billionths + b.billionths}; }
constexpr Decimal operator-(Decimal a, Decimal b) { return {a.billionths - b.billionths}; }
constexpr Decimal times(Decimal value, int factor) { return {value.billionths * factor}; }

// a * b and a * numerator / denominator, rounded half away from zero to a billionth; a result that is not zero never
// becomes zero. Nothing when it leaves the range.
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> scale(Decimal a, std::int64_t numerator, std::int64_t denominator);

// "38", "38.0", "-1.5", "+2", "1e3": digits beyond the ninth decimal are rounded, a value that is not zero stays so.
// Nothing for an empty text, a comma, a thousands mark, NaN, hexadecimal, or a number out of range.
std::optional<Decimal> parse_decimal(std::string_view text);

std::string to_text(Decimal value);  // shortest: "38", "38.5", "0.05", "-1.5"

// How a reported number stands to the true one: ">40000" is `above`.
enum class Comparator : std::uint8_t { equal, below, at_most, at_least, above };
std::string_view sign_of(Comparator comparator);  // "", "<", "<=", ">=", ">"

// UCUM units in which Stormkeel keeps values. Adapters convert into these; a unit that cannot be converted is rejected.
enum class Unit : std::uint8_t {
    none,                // words, scores, counts: ""
    celsius,             // Cel
    mm_hg,               // mm[Hg]
    per_minute,          // /min
    percent,             // %
    l_per_min,           // L/min
    kg,                  // kg
    cm,                  // cm
    mg_per_l,            // mg/L
    ug_per_l,            // ug/L
    u_per_l,             // U/L
    mg_per_dl,           // mg/dL
    g_per_dl,            // g/dL
    second,              // s
    inr,                 // {INR}
    ng_per_ml_feu,       // ng/mL{FEU}
    ng_per_ml_ddu,       // ng/mL{DDU}
    pg_per_ml,           // pg/mL
    u_per_ml,            // U/mL
    thousand_per_ul,     // 10*3/uL
    mmol_per_l,          // mmol/L
    mg,                  // mg
    ml,                  // mL
    international_unit,  // [IU]
    mg_per_kg,           // mg/kg
    ml_per_kg,           // mL/kg
    mg_per_m2,           // mg/m2
    cells,               // {cells}
    cells_per_kg,        // {cells}/kg
    ug_per_kg_per_min,   // ug/kg/min
    ug_per_min,          // ug/min
    iu_per_min,          // [IU]/min
    iu_per_kg_per_min,   // [IU]/kg/min
    mg_per_h,            // mg/h
    ml_per_h,            // mL/h
    hour,                // h
    day,                 // d
    year,                // a
    ug_per_day,          // ug/d
    ug_per_m2_per_day,   // ug/m2/d
    gram,                // g
    mg_per_ml,           // mg/mL
    count_of_units       // marks the end of the list; no unit
};

std::string_view ucum(Unit unit);                    // "mm[Hg]"; "" for none
std::string_view words(Unit unit);                   // what a person reads: "mmHg", "°C", "micrograms/kg/min"
std::optional<Unit> unit_of_ucum(std::string_view);  // exact UCUM spelling of the list above

}  // namespace stormkeel
