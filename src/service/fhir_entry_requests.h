// What the entry of a transaction or a batch asks for, where this server does it only in part.
#pragma once

#include <optional>
#include <string>

#include "adapters/fhir.h"

namespace stormkeel {

// Why the request of the part's entry is not done here, and what would be right; empty: it is done. Done are POST, PUT
// by type and id of the resource that comes, and DELETE by type and id, each without a condition but for an ifNoneExist
// that names an identifier. A condition on what is not kept anyway stands in no way.
std::string why_not_done(const FhirPart& part);

// What a conditional create looks for: "identifier=SYSTEM|VALUE", the only condition of one that is done here, and of
// what the ward can look up by it.
struct FhirIdentifierAskedFor {
    std::string system;  // empty: of any
    std::string value;
};
std::optional<FhirIdentifierAskedFor> identifier_asked_for(const FhirPart& part);

}  // namespace stormkeel
