// The part of the page that tells what is due and when.
#pragma once

#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// The block "Due" in order of time. The next dose of a planned course stands on one line with its timer, and what
// follows it in a few words: "then 500 mg every 12 h until ..., 250 mg every 12 h until ...". Left out when empty.
void put_clocks(Page& page, const Assessment& assessment);

}  // namespace stormkeel
