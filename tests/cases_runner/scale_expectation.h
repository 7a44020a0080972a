// Expectations of the other scales and of scores, which stand beside the answer
// for comparison.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases_runner/expectations.h"

namespace stormkeel::cases {

// `scale lee-2014 2`, `scale penn 1..3`: the grade of another scale is this
// number or exactly this range.
std::optional<std::string> scale_differs(const Answer& answer, const std::vector<std::string>& words);

// `score easix 2.1`: the value; `score hscore none "fibrinogen missing"`: not
// calculable, and the note says so; `score easix 4.. "at least"`, `score hscore
// 120..155`: the bounds, none of them a value.
std::optional<std::string> score_differs(const Answer& answer, const std::vector<std::string>& words);

// Whether another scale names the statement: as a present reason, or as the
// sentence on why its answer differs.
bool a_scale_rests_on(const Answer& answer, const std::string& statement);

// `scales_say "not charted"`: the text of a reason of another scale, or of its
// sentence.
std::optional<std::string> no_scale_says(const Answer& answer, const std::vector<std::string>& words);

}  // namespace stormkeel::cases
