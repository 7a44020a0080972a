// The part of the page that tells what to do, in the order in which minutes count.
#pragma once

#include <string>

#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// The one thing to do first, as a sentence; a question when something must be known first.
std::string next_action(const Assessment& assessment);

// "give tocilizumab 640 mg": the same in few words, for a list of patients. Empty when nothing is urgent.
std::string next_action_in_short(const Assessment& assessment);

// The blocks "Do now", "Do today", "Besides", "Consider". Empty blocks are left out.
void put_actions(Page& page, const Assessment& assessment);

// The block "Do not".
void put_prohibitions(Page& page, const Assessment& assessment);

}  // namespace stormkeel
