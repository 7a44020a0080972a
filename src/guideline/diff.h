// What changed between two guidelines, statement by statement, for the clinicians who review it.
#pragma once

#include <string>

#include "core/guideline.h"

namespace stormkeel {

// Packs, then the statements that were added, removed and changed, each with the fields that differ: sentence, source,
// verification, and the rule field by field. What a product pack or a site takes away is a change of the statement it
// is taken from. The last line counts. 80 columns wide.
std::string diff_text(const Guideline& before, const Guideline& after);

}  // namespace stormkeel
