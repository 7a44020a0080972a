// Times and figures as people read them: wall time where the chart tells it, and no more digits than a ward uses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/assessment.h"
#include "core/quantity.h"
#include "core/time.h"

namespace stormkeel {

// The clock on the reader's wall: the one offset that all times of the record carry. Without it pages show UTC.
struct WallClock {
    std::optional<int> utc_offset_minutes;
};

std::string zone_words(WallClock clock);                // "+01:00", "UTC"
std::string time_words(Instant at, WallClock clock);    // "2026-03-04 11:00"; seconds only when there are any
std::string moment_words(Instant at, WallClock clock);  // "2026-03-04 11:00 +01:00"

// The text with every RFC 3339 time in UTC that stands in it ("2026-03-02T09:00:00Z") as moment_words() writes it.
std::string with_moments(std::string_view text, WallClock clock);

std::string range_words(int at_least, int at_most);  // "2", "0 to 4"
std::string range_words(const ScaleAnswer& answer);

// At most so many decimals, but at least two digits that are not leading zeros: 0.004 stays 0.004. Rounding never
// reaches a whole number from below, where limits lie: 37.996 °C is no 38 °C and reads 37.99.
std::string shortened(Decimal value, int decimals);

}  // namespace stormkeel
