// Keeps walks behind the present, and lets a copy of one go on to the instant asked about.
#include "core/follower.h"

#include <algorithm>

namespace stormkeel {

namespace {

// How far the earlier walk stays behind the last fact and the instant asked about.
constexpr Duration behind = hours(2);

void forget_from(std::optional<Walk>& walk, Instant from) {
    if (walk && walk->course().now >= from) walk.reset();
}

// Takes in what comes before `until`.
void go_on(Walk& walk, const Timeline& timeline, Instant until) {
    walk.go_on_over(timeline);
    while (!walk.at_end() && walk.next_instant() < until) {
        walk.pass_time(walk.next_instant());
        walk.step();
    }
}

}  // namespace

void Follower::changed(Instant from) {
    forget_from(earlier_, from);
    forget_from(latest_, from);
}

Walk Follower::walk_to(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of) {
    const Guideline& guideline = calendar.at(as_of);
    if (by_ != &guideline) {
        earlier_.reset();
        latest_.reset();
        by_ = &guideline;
    }
    if (!earlier_) earlier_.emplace(timeline, guideline);
    const Instant until = std::min(timeline.facts().empty() ? as_of : timeline.facts().back().at, as_of);
    go_on(*earlier_, timeline, until - behind);
    if (earlier_->course().now > as_of) return stormkeel::walk_to(timeline, guideline, as_of);
    if (!latest_ || latest_->course().now > as_of) latest_.emplace(*earlier_);
    go_on(*latest_, timeline, until);
    Walk present = *latest_;
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
