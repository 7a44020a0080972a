// The part of the page that tells what to do, in the order in which minutes count.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// What comes first: a drug, a question about one, or a step up that may start now, else the question that could change
// an open grade, else the rest that is due now, else what is to be considered, else any question.
struct NextAction {
    const Recommendation* advice = nullptr;  // one of assessment.recommendations ...
    const Gap* question = nullptr;           // ... or one of assessment.gaps; neither when nothing is due
};
NextAction next_action(const Assessment& assessment);

// "give tocilizumab 640 mg", "ask for oxygen device": the next action for a list of patients; empty when there is none.
std::string next_action_in_short(const Assessment& assessment);

// "Next: ...", and below it the block of what else is to be done now.
void put_now(Page& page, const Assessment& assessment);

// The blocks of what is to be done today, besides, and to be considered. Empty blocks are left out.
enum class Besides : std::uint8_t { shown, left_out };
void put_later(Page& page, const Assessment& assessment, Besides besides);

// The block "Do not".
void put_prohibitions(Page& page, const Assessment& assessment);

}  // namespace stormkeel
