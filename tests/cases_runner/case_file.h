// A case as a person typed it: a sentence, a chart, and what must be answered at which instants.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminology.h"
#include "core/time.h"
#include "core/timeline.h"

namespace stormkeel::cases {

// One thing expected of an answer: `because ASTCT.G3.vasopressor`. A text in quotation marks is one word.
struct Expectation {
    int line = 0;
    std::vector<std::string> words;
};

// One `at` block.
struct Moment {
    int line = 0;
    Instant at;
    std::vector<Expectation> expectations;
};

enum class RowOrder { as_typed, reversed };

struct Case {
    std::string title;
    std::vector<std::string> rows;  // chart CSV, without the header
    std::vector<Moment> moments;
    bool shuffle = false;  // run it with the rows reversed as well
    MedicationRecord medication_record = MedicationRecord::complete;
    std::vector<std::string> problems;  // "12: no time 'd2 1000'; write 'd2 10:00'"
};

// tests/cases/README.md tells the format.
Case read_case(std::string_view text);

// The patient of the case, by the reader that every chart goes through; nothing when it cannot be read.
std::optional<Timeline> timeline_of(const Case& read, const Terminology& terminology, RowOrder order);

// `d2 10:00`, `d-1 09:00:30` (day 0 is 2026-03-01, UTC) or a literal RFC 3339 time, from words[first] on. Advances
// `first` behind the time; leaves it where it is when there is none.
struct TimeRead {
    bool found = false;
    Instant at;
};
TimeRead read_time(const std::vector<std::string>& words, std::size_t& first);

}  // namespace stormkeel::cases
