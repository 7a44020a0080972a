// The scales that --scales names.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/call.h"
#include "core/guideline.h"

namespace stormkeel {

// "all", or names with commas: "lee-2014,penn", each once and in the order of the packs' enumeration. Fails with
// wrong_call, and the nearest name, when one is not known.
std::variant<std::vector<Scale>, Failure> scales_asked_for(const std::string& list, const Guideline& guideline);

}  // namespace stormkeel
