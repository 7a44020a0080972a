// The scales and scores that --scales names.
#pragma once

#include <string>
#include <variant>

#include "cli/call.h"
#include "core/scales.h"

namespace stormkeel {

// "all", or names with commas: "lee-2014,penn,easix", each once, scales before
// scores and each in the order of the packs. Fails with wrong_call, and the
// nearest name, when one is not known.
std::variant<Wanted, Failure> scales_asked_for(const std::string& list, const Guideline& guideline);

}  // namespace stormkeel
