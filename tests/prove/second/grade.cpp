// Grades one state of the abstract domain by table lookups alone.
#include "prove/second/grade.h"

#include <algorithm>

namespace second {

namespace {

Range crs_of(const State& state) {
    const Answer fever = state.attributed == fever_attributed ? no : state.fever;
    const bool masked = state.masked && state.attributed != fever_attributed;
    if (state.attributed == support_attributed) return crs_grade(entry[fever][masked], {0, 0}, {0, 0});
    return crs_grade(entry[fever][masked], pressure_axis[state.pressors][state.vasopressin][state.hypotension],
                     oxygen_axis[state.oxygen]);
}

Range icans_of(const State& state) { return state.icans == 5 ? Range{0, 4} : Range{state.icans, state.icans}; }

}  // namespace

Grades grade(const State& state) {
    Grades result;
    result.crs = crs_of(state);
    result.icans = icans_of(state);
    result.treat_as_firmly = result.crs.low;
    if (state.hlh == yes) result.treat_as_firmly = std::max<std::uint8_t>(result.treat_as_firmly, 3);
    if (state.since_last == a_day_not_better && state.tocilizumab != 0 && result.crs.low >= 1) {
        result.treat_as_firmly = std::max<std::uint8_t>(result.treat_as_firmly, 3);
    }
    result.treat_as = result.treat_as_firmly;
    if (state.fever_three_days == yes && result.crs.low >= 1) {
        result.treat_as = std::max<std::uint8_t>(result.treat_as, 2);
    }
    const bool nothing_left = state.fever == no && result.crs == Range{0, 0};
    result.under_treatment = state.masked && state.attributed != fever_attributed && nothing_left;
    return result;
}

}  // namespace second
