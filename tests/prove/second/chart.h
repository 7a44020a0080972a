// A chart as plain facts, and what the second reading says of it at an instant.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "prove/second/tables.h"

namespace second {

using Seconds = std::int64_t;

constexpr Seconds minutes(Seconds count) { return 60 * count; }
constexpr Seconds hours(Seconds count) { return 3600 * count; }

// Values are decimals or words exactly as in chart CSV; for `birth_date` only the time is read.
struct Fact {
    Seconds at = 0;
    std::string item;
    std::string value;
    std::string unit;
};

struct Verdict {
    Range crs;
    Range icans;
    std::uint8_t treat_as = 0;
    std::uint32_t episode = 0;
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

}  // namespace second
