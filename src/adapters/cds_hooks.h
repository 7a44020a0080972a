// CDS Hooks 2.0 as text in and text out: which services there are, and what one of them answers a hospital's program.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminology.h"
#include "core/follower.h"

namespace stormkeel {

// A key of our prefetch that was to be fetched for a call, and did not come.
struct CdsNotFetched {
    std::string key;
    std::string why;
    bool is_rest = false;  // its list began, and goes on
};

// One call of a service. Who calls was checked before; a fhirServer or fhirAuthorization in the body is not looked at.
struct CdsRequest {
    std::string_view service;  // the id in the address: "stormkeel-order-sign"
    std::string_view body;     // JSON: hook, hookInstance, context, prefetch
    Instant now;               // the instant that is answered for
    std::vector<CdsNotFetched> not_fetched{};
};

struct CdsPresent;
struct FhirPart;

// What the store holds of a patient. All of it outlives the call.
struct CdsStored {
    const Timeline* timeline = nullptr;  // settled; nullptr: it knows no such patient
    Follower* follower = nullptr;        // of the timeline
    CdsPresent* present = nullptr;       // of the timeline, the calendar and the version of the program
    // The timeline with what was prefetched, where a resource of it is stored in another version; else nothing, and the
    // two are joined. Empty: what is stored is no FHIR that could have versions.
    std::function<std::optional<Timeline>(const std::vector<FhirPart>& prefetched)> with = {};
};

// What every call is answered from.
struct CdsKnowledge {
    const Terminology& terminology;
    const GuidelineCalendar& guideline;
    std::string_view version;                                     // of the program
    std::function<CdsStored(const std::string& patient)> stored;  // by Patient.id. Empty: no store.
    Duration clock_doubt{};                                       // the true time may be as much before that of a call
};

// One JSON object and the HTTP status it goes with. 200: {"cards": [...]}. Otherwise {"error": where, what, and what
// would be right}: 400 the call is wrong, 404 there is no such service, 412 neither the store nor prefetch knows the
// patient, with "needed": the prefetch keys that would tell.
struct CdsAnswer {
    int status = 200;
    std::string body;
};

// GET /cds-services: {"services": [...]}, each with the prefetch that its answers rest on.
std::string cds_discovery(const Terminology& terminology);

// POST /cds-services/ID. The same arguments give the same bytes, and so the same card the same uuid. Cards inform:
// there are no systemActions, and a suggestion only ever takes a draft order back.
CdsAnswer answer_cds(const CdsRequest& request, const CdsKnowledge& knowledge);

}  // namespace stormkeel
