// Moments that clocks and findings count from.
#pragma once

#include "core/course.h"

namespace stormkeel {

// The newest of these readings.
Instant last_of(const Course& course, std::initializer_list<Item> items);

// When what a grade rests on was last charted.
Instant last_assessment(const Course& course);

// The last ICE, CAPD or consciousness that was not charted under sedation; never when there is none.
Instant last_examination(const Course& course, const Parameters& parameters);

// The last tocilizumab, fluid bolus or start of a vasopressor that runs, in the open episode; never when there is none.
Instant last_intervention(const Course& course);

}  // namespace stormkeel
