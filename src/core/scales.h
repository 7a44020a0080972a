// The other scales beside ASTCT on the same facts. They stand for comparison: no grade and no advice looks at them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/timeline.h"

namespace stormkeel {

// The scales the packs hold rules for, in the order of the enumeration.
std::vector<Scale> scales_for_comparison(const Guideline& guideline);

// What each of `wanted` makes of the facts up to and including `as_of`, in that order.
Comparison compare(const Timeline& timeline, const Guideline& guideline, Instant as_of, std::span<const Scale> wanted);

}  // namespace stormkeel
