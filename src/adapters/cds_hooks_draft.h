// A draft MedicationRequest as the orders that can be checked, and what of it cannot be.
#pragma once

#include <string>
#include <vector>

#include "adapters/cds_hooks_request.h"
#include "core/assess.h"

namespace stormkeel {

struct CdsDraft {
    std::string reference;  // "MedicationRequest/r1"; empty for a draft without an id
    std::string label;      // what it orders, in its own words
    // One for each of its drugs and each dose it names; without an amount where no dose can be read.
    std::vector<Order> orders;
    // Sentences on what is not checked of a drug of ours, or of a drug that cannot be told. Each deserves a card.
    std::vector<std::string> unchecked;
    // Sentences that belong on a card when there is one: its route, its repetition.
    std::vector<std::string> remarks;
    bool operator==(const CdsDraft&) const = default;
};

// The drafts of the call that order a drug of ours, or one that cannot be told: of order-select the selected ones, of
// order-sign all. A drug is known by its RxNorm code, else by name. The dose is doseAndRate's, else the words of the
// instruction when they are an amount and nothing else; the strength that a drug's name tells is never its dose.
std::vector<CdsDraft> read_cds_drafts(const CdsCall& call, const Terminology& terminology);

}  // namespace stormkeel
