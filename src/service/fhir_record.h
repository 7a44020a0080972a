// What the text of a FHIR record holds: the resource itself, or a Bundle of the one entry it came as.
#pragma once

#include <string>
#include <string_view>

#include "adapters/fhir.h"
#include "storage/store.h"

namespace stormkeel {

// The id that a part is kept by: its own; of a resource without one that of its entry's address, else one that follows
// from what it says.
std::string kept_id_of(const FhirPart& part);

// The text that a part is kept as: the resource with its id, in a Bundle with the address of its entry when others may
// refer to it by that; of what was deleted the entry.
std::string kept_text_of(const FhirPart& part, const std::string& id);

// The resource in it. Empty when the record deletes it.
std::string fhir_resource_in(std::string_view text);

// Whether the text is the resource itself, and none of its references is the address of a Bundle's entry or a search.
bool stands_alone(std::string_view text);

// Whether a resource refers to the address of a Bundle's entry.
bool refers_to_address(std::string_view resource);

// Whether the record says that a resource was deleted where it came from.
bool deletes_resource(std::string_view text);

// Whether the record is told to hold an earlier version of its resource than the other.
bool holds_earlier_version(const Record& record, const Record& other);

}  // namespace stormkeel
