// What is known of the patient of a call: the store and the prefetched FHIR as one timeline, and what of it is missing.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "adapters/cds_hooks_request.h"
#include "core/timeline.h"

namespace stormkeel {

struct CdsRecord {
    CdsStored stored;
    Timeline told{};  // of the store and of what came, when anything came
    // The record as one timeline, and its follower.
    const Timeline& timeline() const { return stored.timeline != nullptr ? *stored.timeline : told; }
    // Sentences on what was to be told and is not complete: a list with more pages, a search that failed.
    std::vector<std::string> incomplete;
    // Of the keys of our prefetch those that did not come, where no store knows the patient and others of them came.
    std::vector<std::string> not_sent;
    // Where no store knows the patient: the search for what was given failed, or sent only its newest part.
    bool therapy_may_be_missing = false;
    bool doses_may_be_missing = false;
};

// 412 when neither the store nor prefetch knows the patient.
std::variant<CdsRecord, CdsAnswer> read_cds_record(const CdsCall& call, const CdsKnowledge& knowledge);

}  // namespace stormkeel
