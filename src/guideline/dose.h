// The dose of a recommendation: flat or by weight, for whom, and how much at most.
#pragma once

#include <optional>

#include "guideline/reading.h"

namespace stormkeel::pack {

// From dose = "8 mg/kg" | "10 mg", dose_below = "12 mg/kg below 30 kg", dose_at_most = "800 mg" and population. Nothing
// when there is no dose, or when it is wrong (a problem). A flat dose must say whether it is an adult's or a child's.
std::optional<DoseRule> read_dose(RuleBlock& block);

}  // namespace stormkeel::pack
