// The other scales beside ASTCT on the same facts, and the scores. They stand for comparison: no grade and no advice
// looks at them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/timeline.h"

namespace stormkeel {

// The scales the packs hold rules for, in the order of the enumeration.
std::vector<Scale> scales_for_comparison(const Guideline& guideline);

// The scales and scores that are asked for; scores as places in Guideline::scores.
struct Wanted {
    std::vector<Scale> scales;
    std::vector<std::size_t> scores;
};

// What each of them makes of the facts up to and including `as_of`, in the order asked for.
Comparison compare(const Timeline& timeline, const Guideline& guideline, Instant as_of, const Wanted& wanted);

}  // namespace stormkeel
