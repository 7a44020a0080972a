// Keeps a walk behind the present, and lets a copy of it go on to the instant asked about.
#include "core/follower.h"

#include <algorithm>

namespace stormkeel {

namespace {

// How far the walk stays behind the last fact and the instant asked about.
constexpr Duration behind = hours(2);

}  // namespace

void Follower::changed(Instant from) {
    if (walk_ && walk_->course().now >= from) walk_.reset();
}

Walk Follower::walk_to(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of) {
    const Guideline& guideline = calendar.at(as_of);
    if (!walk_ || by_ != &guideline) walk_.emplace(timeline, guideline);
    by_ = &guideline;
    walk_->go_on_over(timeline);
    if (walk_->course().now > as_of) return stormkeel::walk_to(timeline, guideline, as_of);
    const Instant last = timeline.facts().empty() ? as_of : timeline.facts().back().at;
    const Instant until = std::min(last, as_of) - behind;
    while (!walk_->at_end() && walk_->next_instant() < until) {
        walk_->pass_time(walk_->next_instant());
        walk_->step();
    }
    Walk present = *walk_;
    walk_on(present, as_of);
    return present;
}

Assessment Follower::assess(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of,
                            Duration clock_doubt) {
    Walk walk = walk_to(timeline, calendar, as_of);
    walk.doubt_clock(clock_doubt);
    Assessment answer = stormkeel::assess(walk, timeline, calendar.at(as_of));
    answer.changes_at = std::min(answer.changes_at, calendar.next_after(as_of));
    return answer;
}

}  // namespace stormkeel
