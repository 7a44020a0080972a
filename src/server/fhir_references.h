// Tells references between resources by type and id, as one who reads a single resource can follow them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "adapters/json.h"
#include "service/ward_record.h"

namespace stormkeel {

// "urn:uuid:…", the address a resource had in its Bundle, to "Observation/o2".
using FhirAddresses = std::map<std::string, std::string, std::less<>>;

// Of the entries of a Bundle.
FhirAddresses addresses_in(Json bundle);

// Of what a patient's records were in the Bundles they came in, and of what those refer to.
FhirAddresses addresses_of(const WardRecord& ward, std::string_view patient);

// The text of a resource with such references as "Type/id". What leads nowhere stays as it came.
std::string with_addresses(std::string text, const FhirAddresses& addresses);

// The same, and with those by a search for one patient's identifier
// ("Patient?identifier=s|v").
std::string with_references(std::string text, const FhirAddresses& addresses, const WardRecord& ward);

}  // namespace stormkeel
