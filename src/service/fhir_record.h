// What the text of a FHIR record holds: the resource itself, or a Bundle of the one entry it came as.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

// The resource in it. Empty when the record deletes it.
std::string fhir_resource_in(std::string_view text);

// Whether the text is the resource itself, and none of its references is the address of a Bundle's entry or a search.
bool stands_alone(std::string_view text);

// Whether a resource refers to the address of a Bundle's entry.
bool refers_to_address(std::string_view resource);

// Whether the record says that a resource was deleted where it came from.
bool deletes_resource(std::string_view text);

// Whether the record is told to hold an earlier version of its resource than the other.
bool holds_earlier_version(std::string_view text, std::string_view other);

}  // namespace stormkeel
