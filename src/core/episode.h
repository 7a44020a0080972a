// How a CRS episode opens, goes on and is found to be over.
#pragma once

#include "core/condition.h"
#include "core/course.h"

namespace stormkeel {

// A reading at or above the fever limit, since the first therapy: opens an episode or keeps it going.
void record_fever(Course& course, const Parameters& parameters, Instant at, std::uint32_t fact);

// After an instant was graded: remembers when hypotension, hypoxia and vasopressors were last seen.
void note_support(Course& course, const Parameters& parameters, const FindingRanges& findings);

// Closes the episode when it is over at course.now, with all facts of that instant. True when it did.
bool close_if_over(Course& course, const Parameters& parameters);

}  // namespace stormkeel
