// What moves with the instant asked about is moved; all else stands until changes_at.
#include "core/present.h"

#include <algorithm>

namespace stormkeel {

namespace {

// What falls due at the very instant asked about is overdue after it, and a plan that begins at once moves as a whole.
bool stands(const Assessment& answer) {
    const Instant at = answer.as_of;
    const auto begins = [&](const PlannedDose& dose) { return !dose.given && dose.at == at; };
    const auto falls_due = [&](const Recommendation& made) { return !made.at_once && made.due == at; };
    return std::none_of(answer.corticosteroid_plan.begin(), answer.corticosteroid_plan.end(), begins) &&
           std::none_of(answer.recommendations.begin(), answer.recommendations.end(), falls_due);
}

bool has_fact_between(const Timeline& timeline, Instant after, Instant until) {
    const auto facts = timeline.facts();
    const auto next =
        std::partition_point(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.at <= after; });
    return next != facts.end() && next->at <= until;
}

}  // namespace

bool carry_on(Assessment& answer, Instant as_of) {
    if (as_of == answer.as_of) return true;
    // The packs that wait for a review are told by the day.
    const bool same_day = date_of(as_of) == date_of(answer.as_of);
    if (as_of < answer.as_of || as_of >= answer.changes_at || !same_day) return false;
    // A clock in doubt makes some doses wait from whatever instant is asked about.
    if (answer.comparison || answer.clock_doubt > Duration{} || !stands(answer)) return false;
    for (Recommendation& made : answer.recommendations) {
        if (made.at_once) made.due = as_of;
    }
    answer.as_of = as_of;
    return true;
}

const Walk& Present::walk(const Of& of, Instant as_of, Duration clock_doubt) {
    const Guideline& guideline = of.calendar.at(as_of);
    if (walk_ && by_ == &guideline && walk_->course().now <= as_of) {
        walk_->go_on_over(of.timeline);
        walk_on(*walk_, as_of);
    } else {
        walk_.emplace(of.follower != nullptr ? of.follower->walk_to(of.timeline, of.calendar, as_of)
                                             : walk_to(of.timeline, guideline, as_of));
        by_ = &guideline;
    }
    walk_->doubt_clock(clock_doubt);
    return *walk_;
}

const Assessment& Present::answer(const Of& of, Instant as_of, Duration clock_doubt) {
    const bool stands = answer_ && answer_->clock_doubt == clock_doubt &&
                        !has_fact_between(of.timeline, answer_->as_of, as_of) && carry_on(*answer_, as_of);
    if (!stands) {
        ++worked_out_;
        answer_ = assess(walk(of, as_of, clock_doubt), of.timeline, of.calendar.at(as_of));
        answer_->changes_at = std::min(answer_->changes_at, of.calendar.next_after(as_of));
    }
    return *answer_;
}

}  // namespace stormkeel
