// What a later layer may say, for whom it says it, and which earlier statement it stands in for.
#pragma once

#include <string_view>
#include <vector>

#include "guideline/reading.h"

namespace stormkeel::pack {

// `when`, and the product is one of these. Without products it is `when` itself.
Condition only_for(Condition when, const std::vector<ProductId>& products);

// False, with a problem, for a kind of rule that the pack's layer may not hold: what a product pack says follows for
// its product alone, so it cannot define grades, set parameters or classify drugs, and neither can a site's pages; a
// comparison asks and advises nothing.
bool layer_may_hold(RuleBlock& block, std::string_view lead);

// The kinds of statements whose rule holds or not, so that it can be taken away.
bool has_a_condition(std::string_view kind);

// replaces = "MGMT.G3.dexamethasone" (or a list) and why = "…": takes the named statements' rules away from the
// products of this pack.
void read_replaces(RuleBlock& block, std::string_view word);

}  // namespace stormkeel::pack
