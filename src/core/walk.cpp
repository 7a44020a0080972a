// One instant after the other: time passes, facts come in, the course is graded and what later answers need is kept.
#include "core/walk.h"

#include <algorithm>
#include <utility>

#include "core/episode.h"
#include "core/findings.h"
#include "core/reading.h"

namespace stormkeel {

namespace {

// Fever that another cause explains is not among them: it hides the episode while the judgement acts, no longer.
constexpr std::array attributed_signs{Component::hypotension, Component::hypoxia};

bool has_judgement(std::span<const Fact> facts) {
    return std::any_of(facts.begin(), facts.end(), [](const Fact& fact) { return fact.item == Item::attributed; });
}

bool has_fever(std::span<const Fact> facts, const Parameters& parameters) {
    return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
        return fact.item == Item::temperature &&
               is_at_least(reading_of(fact, no_fact), parameters.fever_at_least) == Truth::present;
    });
}

// Of both at one instant "clear" counts.
bool explains(std::span<const Fact> facts, Component sign) {
    bool explained = false;
    for (const Fact& fact : facts) {
        if (fact.item != Item::attributed) continue;
        const auto component = static_cast<Component>(fact.code);
        if (component != sign && component != Component::all) continue;
        if (fact.amount <= Decimal{}) return false;
        explained = true;
    }
    return explained;
}

}  // namespace

Walk::Walk(const Timeline& timeline, const Guideline& guideline)
    : guideline_(guideline), facts_(timeline.facts()), shortest_age_(shortest_age(guideline.parameters)) {
    reached_.course = begin_course(timeline);
}

std::span<const Fact> Walk::next_facts() const {
    const Instant now = next_instant();
    std::size_t end = reached_.place + 1;
    while (end < facts_.size() && facts_[end].at == now) ++end;
    return facts_.subspan(reached_.place, end - reached_.place);
}

bool Walk::is_explained(std::size_t sign) const {
    return is_attributed(reached_.course, guideline_.parameters, attributed_signs[sign]);
}

void Walk::keep_if_judgement_ends(Instant at) {
    for (std::size_t sign = 0; sign < attributed_signs.size(); ++sign) {
        const Instant from = reached_.course.attribution[attribution_index(attributed_signs[sign])].from;
        if (from == never || is_recent(from, guideline_.parameters.attribution_length, at)) continue;
        if (is_explained(sign)) unexplained_from_[sign] = reached_;
    }
}

// A fever may open an episode, and a judgement may end the one that acts.
void Walk::keep_before(std::span<const Fact> facts, bool judged) {
    const bool may_open = !reached_.course.episode.open && has_fever(facts, guideline_.parameters);
    if (!may_open && !judged) return;
    for (std::size_t sign = 0; sign < attributed_signs.size(); ++sign) {
        if (may_open || (judged && is_explained(sign))) unexplained_from_[sign] = reached_;
    }
}

// A judgement explains what was charted before it in the open episode too; what it explained stays explained when it
// ends.
void Walk::judge(std::span<const Fact> facts) {
    if (!reached_.course.episode.open) return;
    const Instant now = reached_.course.now;
    const State* from = nullptr;
    for (std::size_t sign = 0; sign < attributed_signs.size(); ++sign) {
        Instant& until = reached_.course.explained_until[attribution_index(attributed_signs[sign])];
        if (until >= now || is_explained(sign) || !explains(facts, attributed_signs[sign])) continue;
        until = now;
        const State& before = unexplained_from_[sign].value();
        // Of two kept at one instant the one before its facts is the earlier.
        const auto order = [](const State& state) { return std::pair(state.course.now, state.place); };
        if (from == nullptr || order(before) < order(*from)) from = &before;
    }
    if (from != nullptr) read_again(*from, now);
}

void Walk::read_again(const State& from, Instant until) {
    const auto explained_until = reached_.course.explained_until;
    reached_ = from;
    reached_.course.explained_until = explained_until;
    while (next_instant() < until) {
        pass_time(next_instant());
        step();
    }
    pass_time(until);
    keep_if_judgement_ends(until);
    advance(reached_.course, guideline_.parameters, until);
}

void Walk::settle() {
    grade(reached_.course, guideline_, reached_.memory);
    remember(reached_.course, reached_.memory, guideline_.parameters);
    if (!close_if_over(reached_.course, guideline_.parameters)) return;
    grade(reached_.course, guideline_, reached_.memory);
    remember(reached_.course, reached_.memory, guideline_.parameters);
}

void Walk::step() {
    const std::span<const Fact> facts = next_facts();
    const Instant now = facts.front().at;
    keep_if_judgement_ends(now);
    advance(reached_.course, guideline_.parameters, now);
    const bool judged = has_judgement(facts);
    if (judged) judge(facts);
    keep_before(facts, judged);
    apply(reached_.course, guideline_, facts, static_cast<std::uint32_t>(reached_.place));
    reached_.place += facts.size();
    reached_.fresh_until = std::min(reached_.fresh_until, now + shortest_age_);
    settle();
}

void Walk::wait(Instant until) {
    keep_if_judgement_ends(until);
    advance(reached_.course, guideline_.parameters, until);
    settle();
}

Instant Walk::due_before(Instant end) {
    const Course& course = reached_.course;
    if (course.now == never) return end;
    if (reached_.fresh_until < end) reached_.fresh_until = next_stale(course, guideline_.parameters);
    return next_lapse(course, guideline_, std::min(reached_.fresh_until, end));
}

void Walk::pass_time(Instant until) {
    for (Instant due = due_before(until); due < until; due = due_before(until)) wait(due);
}

void walk_on(Walk& walk, Instant as_of) {
    while (!walk.at_end() && walk.next_instant() <= as_of) {
        walk.pass_time(walk.next_instant());
        walk.step();
    }
    if (walk.course().now != as_of) {
        walk.pass_time(as_of);
        walk.wait(as_of);
    }
}

Walk walk_to(const Timeline& timeline, const Guideline& guideline, Instant as_of) {
    Walk walk(timeline, guideline);
    walk_on(walk, as_of);
    return walk;
}

}  // namespace stormkeel
