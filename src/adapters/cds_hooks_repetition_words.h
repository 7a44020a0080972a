// How often a dose is repeated, by what people write: "every 8 hours", "q8h", "TID", "twice a day", "as needed".
#pragma once

#include <optional>
#include <string_view>

#include "core/assess.h"

namespace stormkeel {

// The shortest interval and the most doses that a text tells, and apart from them the most that a limit allows. Nothing
// of a text that tells of no repetition; one that tells of it in no way that can be read is a repetition all the same.
std::optional<Repetition> repetition_in(std::string_view text);

// "once", "STAT", "single dose": the whole text says that there is one dose.
bool says_once(std::string_view text);

// The length of a unit as FHIR, UCUM and people write it: "h", "hours", "wk". A month counts 30 days.
std::optional<Duration> unit_of_time(std::string_view word);

// `count` units, shared by `parts`; nothing unless it is above 0.
std::optional<Duration> time_in_units(Decimal count, Duration unit, int parts = 1);

// How many doses begin within a time when one begins with it; more than 1000 are 1000.
int doses_within(Duration time, Duration every);

}  // namespace stormkeel
