// What follows: recommendations with doses and times, clocks, and the questions that would settle what is unknown.
#pragma once

#include <vector>

#include "core/all_findings.h"
#include "core/assessment.h"

namespace stormkeel {

// Recommendations whose condition is present, the most urgent first. An item that is avoided is not given or
// considered.
std::vector<Recommendation> recommend(const Bedside& bedside);
std::vector<Timer> due_clocks(const Bedside& bedside);
std::vector<Gap> open_questions(const Bedside& bedside);

// The moment an anchor stands for; never when it has not happened.
Instant moment_of(Anchor anchor, const Bedside& bedside);

}  // namespace stormkeel
