// The course of an invented ward: what is charted when, from charts that are built into the program.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "service/live_ward.h"

namespace stormkeel {

// One chart of the folder demo/: its name there, and its text.
struct DemonstrationChart {
    std::string_view path;
    std::string_view text;
};
std::span<const DemonstrationChart> demonstration_charts();

class DemonstrationCourse {
public:
    // The charts begin to move at 2026-03-02T00:00:00Z by their own times; all of them are moved so that this is
    // `start`, a birth date by whole days.
    explicit DemonstrationCourse(Instant start);

    // What was charted up to now and was not taken before, in order of time.
    std::vector<Incoming> take_until(Instant now);

    // When the last fact was charted: there is nothing left to show.
    Instant end() const { return end_; }

private:
    struct Charted {
        Instant at;
        Incoming record;
    };
    std::vector<Charted> charted_;
    std::size_t taken_ = 0;
    Instant end_;
};

}  // namespace stormkeel
