// What the FHIR calls answer: outcomes, and Bundles with one entry a part.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"
#include "service/fhir_intake.h"

namespace stormkeel {

constexpr std::string_view fhir_json = "application/fhir+json";

// The base of the FHIR calls as the caller names it: "http://127.0.0.1:8080/fhir".
std::string own_fhir_base(const HttpRequest& request);

// One issue in an OperationOutcome; `code` is of FHIR's issue-type ("invalid", "not-found").
HttpResponse fhir_outcome(int status, std::string_view code, std::string_view what);

// An answer to a request below /fhir, whose {"error": ...} becomes an OperationOutcome; every other is left as it is.
HttpResponse in_fhir(HttpResponse response);

// One OperationOutcome with an issue for each part that cannot be used.
HttpResponse fhir_refusal(int status, const std::vector<FhirIntakePart>& parts);

// A version of a resource: counted from 1 in the order in which they came, and when it was received.
struct FhirVersion {
    std::size_t number = 0;  // 0: it has none
    Instant received;
};
std::string fhir_etag(std::size_t version);  // W/"2"
std::string http_date(Instant at);           // "Tue, 03 Mar 2026 10:31:00 GMT"

// What became of a body: `outcomes` has one for each part that has a record, in order.
using FhirVersionOf = std::function<FhirVersion(const FhirIntakePart& part)>;
HttpResponse fhir_response(const FhirIntake& intake, std::span<const Taken::One> outcomes,
                           const FhirVersionOf& version_of);

// One match of a search; who made the search keeps its texts.
struct FhirListed {
    std::string_view reference;  // "Observation/o2"
    std::string_view text;       // JSON
};

// A searchset Bundle of resources, with the addresses of this page and of the next one; empty: there is none.
struct FhirPage {
    std::span<const FhirListed> resources;
    std::string base;  // of each entry's address: "http://127.0.0.1:8080/fhir"
    std::size_t in_all = 0;
    std::string self;
    std::string next;
    std::string ignored;  // parameters that were not looked at, told beside the matches; empty: none
};
HttpResponse fhir_searchset(const FhirPage& page);

}  // namespace stormkeel
