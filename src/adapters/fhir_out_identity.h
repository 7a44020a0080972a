// Ids that follow from what a resource says, and references to the resources the facts came from.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

// A UUID of version 8 (RFC 9562: vendor's own), from the SHA-256 of a name.
std::string uuid_of(std::string_view name);

// The same, of something said of a patient: it begins with a mark of theirs, by which it is found again. Two patients
// may have one mark.
std::string uuid_of(std::string_view patient, std::string_view name);
std::string mark_in_uuids(std::string_view patient);  // its first 8 digits

// Whether a text can be a FHIR id: letters, digits, hyphen and full stop, at most 64.
bool is_fhir_id(std::string_view text);

// "Observation/o2" of "Observation/o2", "Observation/o2 (preliminary)" and "Observation/o2#part": the resource a fact
// came from. Empty for a source that is no resource with an id: "line 12", "Bundle entry 3".
std::string_view reference_in(std::string_view source);

// "Observation" of "Observation/o2".
std::string_view type_of_reference(std::string_view reference);

}  // namespace stormkeel
