// How often a draft order is repeated.
#pragma once

#include <optional>

#include "adapters/json.h"
#include "core/assess.h"

namespace stormkeel {

// Of a MedicationRequest's dosageInstruction: of all that its timings and its words tell the shortest interval and the
// most doses; without either when it is repeated, or may be as needed, in no way that can be read. Nothing of what is
// given once. Two instructions with a dose are two doses.
std::optional<Repetition> repetition_of(Json dosage_instructions);

}  // namespace stormkeel
