// Since when the present oxygen device and vasopressors have been on: what no reading of now can tell.
#pragma once

#include "core/course.h"

namespace stormkeel {

// Since when something has held without a break, as far as it is certain and as far as it is possible; never: not now.
struct Stretch {
    Instant certain = never;
    Instant possible = never;
    Range length(Instant now) const {
        const auto since = [now](Instant begin) {
            return begin == never ? not_happened.lowest : (now - begin).microseconds;
        };
        return between(since(certain), since(possible));
    }
};

struct SupportHistory {
    Instant device_since = never;             // the present oxygen device, charted again or not
    Stretch vasopressor;                      // any, vasopressin among them
    Stretch high_dose;                        // see high_dose_now()
    std::uint32_t last_bolus_fact = no_fact;  // of fluid
};

// Reads the facts once more, up to and including `as_of`.
SupportHistory support_history(const Timeline& timeline, const Guideline& guideline, Instant as_of);

// Whether vasopressors run at a high dose: one of them by its own limit, or together in norepinephrine equivalents. A
// rate that needs a weight and has none, an unknown drug, or one the table does not hold, leaves it open; so do low
// rates in whoever is not known to be an adult, for whom the table is made.
Truth high_dose_now(const Course& course, const Parameters& parameters);

}  // namespace stormkeel
