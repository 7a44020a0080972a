// The part of the page that stands for comparison: what other scales make of the same facts.
#pragma once

#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// Left out when the answer holds no comparison.
void put_comparison(Page& page, const Assessment& assessment);

}  // namespace stormkeel
