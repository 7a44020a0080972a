// Charts drawn at random for property tests: rows as a person would type them, crowded around the cuts.
#pragma once

#include <rapidcheck.h>

#include <iosfwd>
#include <string>
#include <vector>

#include "core/timeline.h"

namespace stormkeel::properties {

// One row of a chart; its time is counted from the chart's origin.
struct Row {
    int minute = 0;
    std::string item;
    std::string value;
    std::string unit;
    bool operator==(const Row&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Row& row);

// A chart of one patient. No two rows are of the same item at the same minute.
struct Chart {
    std::string birth_date;  // "1961-05-02"; empty: not recorded
    std::vector<Row> rows;
};
std::ostream& operator<<(std::ostream& out, const Chart& chart);

enum class People { adults, anyone };  // adults: every patient is one, and says so

constexpr int chart_minutes = 6 * 24 * 60;
inline const Instant origin = midnight_of({2026, 3, 1});
inline Instant at_minute(int minute) { return origin + minutes(minute); }

rc::Gen<Chart> charts(People people);
rc::Gen<int> moments();  // a minute at which to ask, inside the chart or up to a day after it

// The chart as CSV with every time moved by `shift`.
std::string csv_of(const Chart& chart, Duration shift = {});

// What the chart reader makes of it, with the built-in terminology.
Timeline timeline_of(const std::string& csv);
inline Timeline timeline_of(const Chart& chart) { return timeline_of(csv_of(chart)); }

// The same facts, sources and texts, added in the order of `places` (a permutation of the facts).
Timeline rearranged(const Timeline& timeline, const std::vector<std::size_t>& places);

}  // namespace stormkeel::properties
