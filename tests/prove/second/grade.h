// Grades one state of the abstract domain by table: CRS, ICANS, and the grade whose management applies.
#pragma once

#include "prove/second/state.h"

namespace second {

struct Grades {
    Range crs;
    Range icans;
    std::uint8_t treat_as = 0;
    bool episode_open = false;
    friend constexpr bool operator==(const Grades&, const Grades&) = default;
};

Grades grade(const State& state);

}  // namespace second
