// What the text of a FHIR record holds: the resource itself, or a Bundle of the one entry it came as.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

// The resource in it. Empty when the record deletes it.
std::string fhir_resource_in(std::string_view text);

// Whether the record says that a resource was deleted where it came from.
bool deletes_resource(std::string_view text);

}  // namespace stormkeel
