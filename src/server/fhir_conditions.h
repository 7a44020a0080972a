// The conditions that a write of FHIR brings in its header.
#pragma once

#include <optional>
#include <string_view>

#include "server/http.h"
#include "server/served_ward.h"

namespace stormkeel {

// 400 when it brings a condition that is not heeded here, which is every one but If-Match on PUT: kept without it, it
// would be a duplicate, or overwrite what it was not to overwrite.
std::optional<HttpResponse> refusal_of_conditions(const HttpRequest& request);

// Whether the resource stands in the version that If-Match names, by the ETag that GET tells: "W/"2"", or "*" for any.
// 412 when it stands in another one, is not there or was deleted; nothing when it fits, or no If-Match came.
std::optional<HttpResponse> refusal_by_version(ServedWard& served, const HttpRequest& request, std::string_view type,
                                               std::string_view id);

}  // namespace stormkeel
