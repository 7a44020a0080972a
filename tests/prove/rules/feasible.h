// What the findings of one patient can be together, so that only what can happen is asked of the cases.
#pragma once

#include <vector>

#include "prove/rules/decisions.h"

namespace stormkeel::prove {

// What of an outcome is seen: a grade may be unknown; a reason is given or not; a recommendation, a clock or a question
// is made or not, and none to the dead.
enum class Seen { whole_outcome, whether_present, whether_present_in_life };

// Shows `decisions` every combination of values that the findings of the condition can have together. False when there
// are more than `limit`: then nothing is proved.
bool see_all_possible(const Condition& condition, Decisions& decisions, Seen seen, std::size_t limit = 3'000'000);

// The two have the same outcome for whatever the findings can be together. False also when there is more than `limit`.
bool cannot_be_told_apart(const Condition& one, const Condition& other, Seen seen, std::size_t limit = 3'000'000);

}  // namespace stormkeel::prove
