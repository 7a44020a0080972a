// What can be called, as an OpenAPI 3.1 document made from the route table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/route.h"

namespace stormkeel {

// One JSON object. Every route but the pages and those of the local socket stands in it.
std::string openapi_json(const std::vector<Route>& routes, std::string_view version);

}  // namespace stormkeel
