// The methylprednisolone taper: which step a dose takes it to.
#pragma once

#include "core/course.h"

namespace stormkeel {

// Takes in one dose of methylprednisolone, in order of time. A dose of the first step begins a course.
void apply_taper(Taper& taper, const Parameters& parameters, const GivenDose& dose);

}  // namespace stormkeel
