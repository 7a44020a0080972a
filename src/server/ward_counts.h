// What the served ward counts of itself, for its metrics; nothing of any patient.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "adapters/hl7v2_read.h"
#include "core/time.h"
#include "service/live_ward.h"
#include "storage/latency.h"

namespace stormkeel {

std::string_view name_of(Hl7Outcome outcome);

struct WardCounts {
    using Call = std::pair<std::string, std::string>;  // method and pattern: "GET", "/api/ward"

    std::map<Call, Latency> latency;
    std::map<std::pair<Call, int>, std::uint64_t> statuses;  // by call and status
    std::map<Taken::Outcome, std::uint64_t> outcomes;        // of records that came in
    std::map<Hl7Outcome, std::uint64_t> messages;            // of HL7 v2 over MLLP

    std::uint64_t opened_patients = 0;  // from outside their unit

    void note_call(const Call& call, int status, double seconds) {
        latency[call].add(seconds);
        ++statuses[{call, status}];
    }
};

}  // namespace stormkeel
