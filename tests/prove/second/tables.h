// The grading of CRS and ICANS as decision tables: every cell is typed from the published tables and the defaults.
#pragma once

#include <array>
#include <cstdint>

namespace second {

// A grade that is known only as a range: at least `low`, at most `high`.
struct Range {
    std::uint8_t low = 0;
    std::uint8_t high = 4;
    friend constexpr bool operator==(const Range&, const Range&) = default;
};

constexpr Range worse_of(Range one, Range other) {
    return {one.low > other.low ? one.low : other.low, one.high > other.high ? one.high : other.high};
}

enum Answer : std::uint8_t { no, yes, unknown };

// How many vasopressors run, vasopressin left out. `one_or_more`: an infusion nobody can name runs beside one.
enum Pressors : std::uint8_t { pressors_0, pressors_1, pressors_2, pressors_3, pressors_unknown, one_or_more };

// The pressure axis: [vasopressors][vasopressin no, yes, unknown][hypotension no, yes, unknown].
inline constexpr std::array<std::array<std::array<Range, 3>, 3>, 6> pressure_axis{{
    {{{{{0, 0}, {2, 2}, {0, 2}}}, {{{3, 3}, {3, 3}, {3, 3}}}, {{{0, 3}, {2, 3}, {0, 3}}}}},
    {{{{{3, 3}, {3, 3}, {3, 3}}}, {{{3, 3}, {3, 3}, {3, 3}}}, {{{3, 3}, {3, 3}, {3, 3}}}}},
    {{{{{4, 4}, {4, 4}, {4, 4}}}, {{{4, 4}, {4, 4}, {4, 4}}}, {{{4, 4}, {4, 4}, {4, 4}}}}},
    {{{{{4, 4}, {4, 4}, {4, 4}}}, {{{4, 4}, {4, 4}, {4, 4}}}, {{{4, 4}, {4, 4}, {4, 4}}}}},
    {{{{{0, 4}, {2, 4}, {0, 4}}}, {{{3, 4}, {3, 4}, {3, 4}}}, {{{0, 4}, {2, 4}, {0, 4}}}}},
    {{{{{3, 4}, {3, 4}, {3, 4}}}, {{{3, 4}, {3, 4}, {3, 4}}}, {{{3, 4}, {3, 4}, {3, 4}}}}},
}};

// What the patient breathes, as far as the grade can tell it apart.
enum Oxygen : std::uint8_t {
    air_and_saturated,        // room air, SpO2 90 % or more
    air_and_desaturated,      // room air, SpO2 below 90 %
    air_and_unmeasured,       // room air, no fresh SpO2
    cannula_to_6,             // nasal cannula, at most 6 L/min; blow-by
    cannula_above_6,          // nasal cannula above 6 L/min
    cannula_of_unknown_flow,  //
    high_flow_or_mask,        // high-flow cannula, simple, Venturi, non-rebreather or tracheostomy mask
    positive_pressure,        // CPAP, BiPAP, invasive ventilation, ECMO
    not_charted,              // no record of a device
    not_charted_desaturated,  // no record of a device, SpO2 below 90 %
    flow_without_device,      // a flow above 0 and no device
    oxygen_count
};

inline constexpr std::array<Range, oxygen_count> oxygen_axis{
    {{0, 0}, {2, 2}, {0, 2}, {2, 2}, {3, 3}, {2, 3}, {3, 3}, {4, 4}, {0, 4}, {2, 4}, {2, 4}}};

// Whether there is CRS to grade at all, and what fever alone adds.
enum Gate : std::uint8_t { shut, perhaps, open };

struct WayIn {
    Gate gate;
    Range fever_alone;
};

// [fever no, yes, unknown][masked no, yes]: once masked in an episode, fever is no longer required.
inline constexpr std::array<std::array<WayIn, 2>, 3> ways_in{{
    {{{shut, {0, 0}}, {open, {0, 0}}}},
    {{{open, {1, 1}}, {open, {1, 1}}}},
    {{{perhaps, {0, 1}}, {open, {0, 1}}}},
}};

constexpr Range crs_grade(WayIn way_in, Range pressure, Range oxygen) {
    if (way_in.gate == shut) return {0, 0};
    const Range all = worse_of(way_in.fever_alone, worse_of(pressure, oxygen));
    return way_in.gate == open ? all : Range{0, all.high};
}

// ICE points to a grade, for a patient who can be roused; 0 points alone are 3 or, unarousable, 4.
inline constexpr std::array<Range, 11> ice_row{
    {{3, 4}, {3, 3}, {3, 3}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {1, 1}, {1, 1}, {1, 1}, {0, 0}}};

}  // namespace second
