// Looks the moments up in the course.
#include "core/moments.h"

#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

Instant last_of(const Course& course, std::initializer_list<Item> items) {
    Instant last = never;
    for (const Item item : items) last = std::max(last, course[item].at);
    return last;
}

// A regrade is due some hours after the newest of them.
Instant last_assessment(const Course& course) {
    return last_of(course, {Item::temperature, Item::systolic_bp, Item::mean_bp, Item::spo2, Item::oxygen_device});
}

Instant last_examination(const Course& course, const Parameters& parameters) {
    Instant last = never;
    for (const Item item : {Item::ice_score, Item::capd, Item::consciousness}) {
        const Reading& reading = course[item];
        if (!is_under_sedation(course, parameters, reading)) last = std::max(last, reading.at);
    }
    return last;
}

Instant last_intervention(const Course& course) {
    const Episode& episode = course.episode;
    if (!episode.open) return never;
    Instant last = never;
    if (const GivenDose* dose = course.tocilizumab.last(); dose != nullptr) last = dose->at;
    if (episode.bolus_count > 0) last = std::max(last, episode.fluid_boluses[episode.bolus_count - 1]);
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        if (course.infusions[i].runs()) last = std::max(last, course.infusions[i].since);
    }
    return last >= episode.onset ? last : never;
}

}  // namespace stormkeel
