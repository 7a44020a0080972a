// What can be called, as an OpenAPI 3.1 document made from the route table.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

// One JSON object. Every route of WardApplication::routes() but those of the local socket stands in it.
std::string openapi_json(std::string_view version);

}  // namespace stormkeel
