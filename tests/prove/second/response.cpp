// Whether the first tocilizumab of an episode has helped, and whether a day has passed without that.
#include "prove/second/episodes.h"

#include <algorithm>

#include "prove/second/support.h"

namespace second {

// A lower grade that lasted a day was a response; what comes after it is a new worsening.
bool Course::responded(const Episode& episode, Seconds first, Seconds at) const {
    const std::uint8_t before = crs_at(episode, first).low;
    Seconds since = at + 1;
    for (const Seconds turn : turns(at)) {
        if (turn <= first) continue;
        const Range crs = crs_at(episode, turn);
        if (crs.low >= before) since = at + 1;
        if (crs.high >= before || attributed(record_, "fever", turn)) continue;
        since = std::min(since, turn);
        if (turn - since >= day) return true;
    }
    return false;
}

bool Course::a_day_without_improvement(const Episode& episode, Seconds at) const {
    if (!episode.open) return false;
    Seconds first = at + 1;
    for (const Charted& dose : record_.entries("give:tocilizumab")) {
        if (dose.at >= episode.onset) first = std::min(first, dose.at);
    }
    if (at - first < day || responded(episode, first, at)) return false;
    const Support before = support(record_, first);
    const Support now = support(record_, at);
    if (crs_at(episode, at).low < crs_at(episode, first).low || now.oxygen.low < before.oxygen.low) return false;
    const bool same_level = now.oxygen.low == before.oxygen.low && now.oxygen.low == now.oxygen.high;
    if (same_level && now.flow && before.flow && *now.flow < *before.flow) return false;
    const bool known = now.pressors_known && before.pressors_known;
    const bool fell = known && now.pressors < before.pressors && 4 * now.pressors <= 3 * before.pressors;
    return !fell;
}

}  // namespace second
