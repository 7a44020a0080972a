// What the served ward counts of itself, for its metrics; nothing of any patient.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "core/time.h"
#include "service/live_ward.h"
#include "storage/latency.h"

namespace stormkeel {

struct WardCounts {
    using Call = std::pair<std::string, std::string>;  // method and pattern: "GET", "/api/ward"

    std::map<Call, Latency> latency;
    std::map<std::pair<Call, int>, std::uint64_t> statuses;  // by call and status
    std::map<Taken::Outcome, std::uint64_t> outcomes;        // of records that came in
    std::map<std::string, Instant> heard;                    // when records of an account last came

    void note_call(const Call& call, int status, double seconds) {
        latency[call].add(seconds);
        ++statuses[{call, status}];
    }
};

}  // namespace stormkeel
