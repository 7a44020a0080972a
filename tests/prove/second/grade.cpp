// Grades one state of the abstract domain by table lookups alone.
#include "prove/second/grade.h"

#include <algorithm>

namespace second {

namespace {

// Fever that another cause explains hides the episode and what masks in it; without a therapy there is none.
bool is_masked(const State& state) {
    return state.masked && state.attributed != fever_attributed && state.therapy != no_therapy;
}

Range crs_of(const State& state) {
    const Answer fever = state.attributed == fever_attributed ? no : state.fever;
    const WayIn way_in = ways_in[fever][is_masked(state)];
    Range pressure = pressure_axis[state.pressors][state.vasopressin][state.hypotension];
    Range oxygen = oxygen_axis[state.oxygen];
    if (state.attributed == support_attributed) pressure = oxygen = {0, 0};
    Range crs = crs_grade(way_in, pressure, oxygen);
    if (state.therapy == no_therapy) crs.low = 0;
    return crs;
}

std::uint8_t at_least(std::uint8_t grade, std::uint8_t least) { return std::max(grade, least); }

}  // namespace

Grades grade(const State& state) {
    Grades result;
    result.crs = crs_of(state);
    result.icans = state.icans == 5 ? Range{0, 4} : Range{state.icans, state.icans};
    const bool feverish = state.fever == yes && state.attributed != fever_attributed;
    result.episode_open = is_masked(state) || (feverish && state.therapy != no_therapy);
    result.treat_as = result.crs.low;
    if (result.crs.low >= 1 && feverish && state.fever_three_days == yes)
        result.treat_as = at_least(result.treat_as, 2);
    const bool given = state.tocilizumab >= 1 && state.tocilizumab <= 4;
    if (result.crs.low >= 2 && given && state.since_last == a_day_not_better) {
        result.treat_as = at_least(result.treat_as, 3);
    }
    if (state.hlh == yes) result.treat_as = at_least(result.treat_as, 3);
    return result;
}

}  // namespace second
