// The shapes of what the calls take and answer, as the OpenAPI document names them.
#pragma once

#include <string>

namespace stormkeel {

// A JSON object: each schema by its name.
std::string openapi_schemas_json();

}  // namespace stormkeel
