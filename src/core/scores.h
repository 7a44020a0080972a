// Scores beside the answer: calculated exactly, or not at all. They inform, and
// no grade and no advice looks at them.
#pragma once

#include "core/all_findings.h"
#include "core/assessment.h"

namespace stormkeel {

// With every input that counted. Without a value when one is missing, or when
// it is told as "above" or "below" and the score is only a bound; the note says
// which.
ScoreAnswer calculate(const Score& score, const Bedside& bedside);

}  // namespace stormkeel
