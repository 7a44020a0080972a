// The hand-over to the next shift: situation, background, assessment, recommendation.
#pragma once

#include <string>

#include "adapters/assessment_text_words.h"
#include "core/assessment.h"
#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel {

// Plain text of 80 columns without colour, short enough to be read aloud or pasted into a chart: who and which grade;
// the therapy, the episode, what was given for it and which supports run; why, and what is not known; what to do now,
// what is due and what not to do. Drugs are told from the therapy on. Times are wall time where the chart tells it.
std::string handover_text(const Assessment& assessment, const Timeline& timeline, const Guideline& guideline);

}  // namespace stormkeel
