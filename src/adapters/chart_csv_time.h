// Reads the times of a chart, fast where many rows fall on the same days.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace stormkeel {

// The offset a readable time was written with, in minutes east of Greenwich: 60 for "+01:00", 0 for "Z".
int written_offset_minutes(std::string_view time);

// parse_instant() with a memory of the days it has met: the calendar is asked once a day and offset, not once a row.
class DayMemory {
public:
    std::optional<Instant> instant(std::string_view text);

private:
    struct Day {
        std::string date_and_offset;  // "2026-03-01+01:00"
        Instant midnight;
    };
    const Day* day_of(std::string_view date, std::string_view offset);

    std::vector<Day> days_;  // by hash of date and offset, a newer day in place of an older one
};

}  // namespace stormkeel
