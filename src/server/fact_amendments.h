// Facts of a chart are taken back or corrected by people and feeds: who may, and the record that says so.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "server/access.h"
#include "server/http.h"
#include "service/live_ward.h"

namespace stormkeel {

struct AmendmentAsked {
    std::string source;  // as the list of facts names it
    Amendment amendment;
    std::string value{};  // of a correction
    std::string unit{};
};

// {"source","reason"} of what is taken back; of a correction {"source","value","unit","reason"}. Else what would be
// right.
std::variant<AmendmentAsked, std::string> read_amendment(const HttpRequest& request, Amendment::Kind kind,
                                                         const std::string& by);

// The later version of the source that says so, to be handed in. Of one that was said already there is none to keep:
// its text is then that of the version that counts. Else the refusal: 404, 409 for what came by FHIR or HL7 v2, 403 for
// what is not the caller's, 422 for a value that is none.
// A nurse amends what they charted within the last 24 hours, a physician everything, and a feed what a feed brought.
std::variant<Incoming, HttpResponse> amend(const LiveWard& ward, const WardPatient& patient,
                                           const AmendmentAsked& asked, const Caller& caller, Instant now);

// Why a person cannot chart one of these again as if nothing had been said of it since: it was taken back. Empty when
// none was. A feed that sends such a one again repeats itself, and it stays taken back.
std::string why_taken_back(const std::vector<Incoming>& charted, const std::vector<const Record*>& before);

}  // namespace stormkeel
