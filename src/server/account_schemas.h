// The OpenAPI schemas of a session, of one's own account, and of a sign-in's second step.
#pragma once

#include <string_view>

namespace stormkeel {

// A JSON object of schemas by their names.
std::string_view account_schemas();

}  // namespace stormkeel
