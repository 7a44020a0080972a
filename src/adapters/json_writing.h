// Writes a part of a JSON document out again.
#pragma once

#include <string>

#include "adapters/json.h"

namespace stormkeel {

// Without blanks; members in their order, and every number with the characters it was written with. Empty for a part
// that is absent.
std::string to_text(Json part);

// The same of an object with one more member in front, whose value is a string; a member of that name is left out.
std::string to_text_with(Json object, std::string_view name, std::string_view value);

}  // namespace stormkeel
