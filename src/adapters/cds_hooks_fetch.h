// What a call of CDS Hooks leaves to be fetched from the hospital's FHIR server, and the call once that came. Nothing
// is fetched here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cds_hooks.h"
#include "adapters/terminology.h"

namespace stormkeel {

// One key of the prefetch that did not come, or whose list goes on.
struct CdsWanted {
    std::string key;
    std::string search;  // under the server's address: "Patient/p1", "Observation?patient=p1&code=..."
    std::string next{};  // where the list goes on, as the client sent it; the search is empty then
};

struct CdsFetchPlan {
    std::vector<CdsWanted> wanted{};  // none: nothing is to be fetched
    std::string server{};             // fhirServer, as it was sent
    std::string token{};              // of fhirAuthorization: it goes to that server, and nowhere else
    std::int64_t seconds_left = 0;    // for as long the token counts
    std::string why{};                // nothing may be fetched, which a card tells; empty: it may
};

// Wanted is what discovery names and prefetch lacks: keys that are missing, null or an OperationOutcome, and every list
// with a next page. Nothing is when the call brings no fhirAuthorization, or is refused for another reason.
CdsFetchPlan plan_cds_fetch(const CdsRequest& request, const Terminology& terminology);

// One page of an answer.
struct FetchedPage {
    std::string why{};   // it is none; empty: it is one
    std::string next{};  // where its list goes on; empty: it ends here
    bool is_list = false;
};
FetchedPage read_fetched_page(std::string_view text);

// The pages that came for one key, each as it came, in their order.
struct CdsCame {
    std::string key;
    std::vector<std::string> pages{};
};

// The body of the call as if the client had sent them, without its token: the pages of a list are one Bundle.
std::string with_fetched(std::string_view body, const std::vector<CdsCame>& came);

}  // namespace stormkeel
