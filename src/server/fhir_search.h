// Finds FHIR resources: what was taken, and what the program itself says of a patient.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/fhir_responses.h"
#include "server/served_ward.h"

namespace stormkeel {

// What is asked for of one patient.
struct FhirQuery {
    std::string_view patient;
    std::string_view type;
    std::string_view id;    // of the one resource that is asked for; empty: all of the type
    std::size_t from = 0;   // the place of the first
    std::size_t count = 0;  // how many at most
};

// Good until the ward changes.
struct FhirMatches {
    std::size_t in_all = 0;
    std::vector<FhirListed> resources;
    std::deque<std::string> written;  // texts that are in nobody else's keeping
};

// What is there of a patient now: the last version of what was taken, then what the program says. The patient stands
// for those joined into them; one whom no Patient told of is told all the same. Costs what it tells.
FhirMatches fhir_search(ServedWard& served, const FhirQuery& query);

// Of no patient that is named: the one resource of this id, when it is there, whoever it is of.
Stored<FhirMatches> fhir_resource_with(ServedWard& served, std::string_view type, std::string_view id);

// One resource by "Observation/o2". A resource that was retracted by its server is `gone`.
struct FhirFoundResource {
    std::string text;
    std::size_t version = 0;  // counted from 1; 0 of what the program says
    bool gone = false;
    Instant received{};
};
Stored<std::optional<FhirFoundResource>> fhir_resource(ServedWard& served, std::string_view type, std::string_view id);

// One of its versions, counted from 1 in the order in which they came.
Stored<std::optional<FhirFoundResource>> fhir_version(ServedWard& served, std::string_view reference,
                                                      std::size_t number);

}  // namespace stormkeel
