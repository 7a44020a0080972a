// Finds FHIR resources: what was taken, and what the program itself says of a patient.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/served_ward.h"

namespace stormkeel {

// Everything of one type that is there of a patient now, as JSON texts: the last version of what was taken, then what
// the program says. The patient stands for those joined into them; one whom no Patient told of is told all the same.
std::vector<std::string> fhir_resources_of(const ServedWard& served, std::string_view patient, std::string_view type);

// One resource by "Observation/o2". A resource that was retracted by its server is `gone`.
struct FhirFoundResource {
    std::string text;
    std::size_t version = 0;  // counted from 1; 0 of what the program says
    bool gone = false;
};
Stored<std::optional<FhirFoundResource>> fhir_resource(const ServedWard& served, std::string_view type,
                                                       std::string_view id);

}  // namespace stormkeel
