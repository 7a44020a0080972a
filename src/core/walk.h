// Walking a timeline instant by instant, and reading an open episode again when a judgement explains what was charted
// in it before.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "core/course.h"
#include "core/grading.h"

namespace stormkeel {

// Each step costs the same, however long the history. A judgement that hypotension or hypoxia has another cause costs
// what it explains anew: that part of the open episode is read again, once.
class Walk {
public:
    Walk(const Timeline& timeline, const Guideline& guideline);

    bool at_end() const { return reached_.place >= facts_.size(); }
    Instant next_instant() const { return facts_[reached_.place].at; }

    void step();                      // takes in all facts of the next instant and grades
    void wait(Instant until);         // lets time pass to `until`, before the next fact, and grades
    Instant due_before(Instant end);  // when mere time could next change the grades; at the latest `end`
    void pass_time(Instant until);    // waits wherever mere time could change the grades before `until`

    // Goes on over the facts of a timeline that has grown or moved; those that were taken in are the same, in their
    // places.
    void go_on_over(const Timeline& timeline) { facts_ = timeline.facts(); }

    // The true time may lie before the instant that was reached, by this much: what has to be waited for counts from
    // there, and what is due from the instant itself.
    void doubt_clock(Duration doubt) { reached_.course.clock_doubt = doubt; }

    const Course& course() const { return reached_.course; }
    const Grades& grades() const { return reached_.memory.grades; }
    const FindingRanges& findings() const { return reached_.memory.findings; }

private:
    struct State {
        Course course;
        GradeMemory memory;
        std::size_t place = 0;        // of the next fact
        Instant fresh_until = never;  // no reading grows old before it: looked up again only when it has come
    };

    std::span<const Fact> next_facts() const;
    bool is_explained(std::size_t sign) const;
    void keep_if_judgement_ends(Instant at);
    void keep_before(std::span<const Fact> facts, bool judged);
    void judge(std::span<const Fact> facts);
    void read_again(const State& from, Instant until);
    void settle();

    const Guideline& guideline_;
    std::span<const Fact> facts_;
    Duration shortest_age_;
    State reached_;
    // For hypotension and hypoxia: as it was before the part of the open episode that no judgement has explained.
    std::array<std::optional<State>, 2> unexplained_from_;
};

// Lets the walk go on up to and including `as_of`.
void walk_on(Walk& walk, Instant as_of);

// Walks from the beginning up to and including `as_of`.
Walk walk_to(const Timeline& timeline, const Guideline& guideline, Instant as_of);

}  // namespace stormkeel
