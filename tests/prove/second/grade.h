// Grades one state of the abstract domain by table: CRS, ICANS, and the grade whose management applies.
#pragma once

#include "prove/second/state.h"

namespace second {

struct Grades {
    Range crs;
    Range icans;
    std::uint8_t treat_as = 0;
    std::uint8_t treat_as_firmly = 0;  // without what follows from fever alone
    bool under_treatment = false;
    friend constexpr bool operator==(const Grades&, const Grades&) = default;
};

Grades grade(const State& state);

}  // namespace second
