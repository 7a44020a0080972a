// The order of the board.
#pragma once

#include <vector>

#include "service/live_ward.h"

namespace stormkeel {

// The most urgent first, by what a patient has and by what nobody has seen yet; who is alike stays as they came:
//   1. an alert of high priority that nobody has seen (one that is snoozed is not seen);
//   2. grade 3 or more, of CRS or of ICANS, or the grade to treat as, whoever has acknowledged it;
//   3. grade 2, or an unseen alert of medium priority;
//   4. grade 1, or an unseen alert of low priority;
//   5. the dead with an alert that nobody has seen;
//   6. who has neither a grade nor an unseen alert;
//   7. the dead.
// Within each the higher grade that is certain comes first, then the more urgent unseen alert, then the higher grade
// that may be, of CRS before ICANS.
void put_most_urgent_first(std::vector<const WardPatient*>& patients);

}  // namespace stormkeel
