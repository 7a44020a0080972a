// Feedback on cards, as CDS Hooks clients send it: what a person did with a card, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/cds_hooks.h"

namespace stormkeel {

struct CdsFeedback {
    enum class Outcome : std::uint8_t { accepted, overridden };

    std::string card;  // its uuid
    Outcome outcome = Outcome::accepted;
    std::vector<std::string> accepted_suggestions;  // their uuids
    std::string reason_code;                        // of overrideReason.reason; empty when none is told
    std::string reason_display;
    std::string user_comment;
    Instant at;  // outcomeTimestamp
    // From card, outcome and time: what is sent again has the same key, and counts once.
    std::string key;
};
std::string_view name_of(CdsFeedback::Outcome outcome);  // "accepted", "overridden"

// {"feedback": [...]} of POST /cds-services/ID/feedback, in its order, what stands twice once. One wrong entry refuses
// all, with status 400 and its place ("feedback[2].outcome ..."): half of what a person decided would be kept
// otherwise. 404 for an unknown service.
std::variant<std::vector<CdsFeedback>, CdsAnswer> read_cds_feedback(std::string_view service, std::string_view body);

}  // namespace stormkeel
