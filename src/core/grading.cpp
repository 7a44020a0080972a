// Grading: the highest grade whose rule is present is certain, the highest whose rule is not absent is possible.
#include "core/grading.h"

#include <algorithm>

#include "core/episode.h"

namespace stormkeel {

namespace {

constexpr auto no_recorder = [](const Step&, Truth) {};

Range& at(FindingRanges& findings, FindingId id) { return findings[static_cast<std::size_t>(id)]; }

const Range& at(const FindingRanges& findings, FindingId id) { return findings[static_cast<std::size_t>(id)]; }

}  // namespace

Range grade_by(const std::vector<GradeRule>& rules, Scale scale, const FindingRanges& findings) {
    Range found{0, 0};
    for (const GradeRule& rule : rules) {
        if (rule.scale != scale || rule.grade <= found.lowest) continue;
        const Truth truth = evaluate(rule.when, findings, no_recorder);
        if (truth == Truth::absent) continue;
        found.highest = std::max<std::int64_t>(found.highest, rule.grade);
        if (truth == Truth::present) found.lowest = rule.grade;
    }
    return found;
}

namespace {

// The grading findings of each scale stand together: CRS first, then ICANS, then HLH.
struct Block {
    std::size_t first;
    std::size_t last;
};
constexpr Block crs_block = {static_cast<std::size_t>(FindingId::fever),
                             static_cast<std::size_t>(FindingId::died_of_crs)};
constexpr Block icans_block = {static_cast<std::size_t>(FindingId::neuro_assessable),
                               static_cast<std::size_t>(FindingId::died_of_icans)};

// Neurology changes when it is charted, when something of it goes stale, or with a birthday.
void find_neurology_if_due(const Course& course, const Parameters& parameters, GradeMemory& memory) {
    const bool same_age = memory.neurology_age == course.age.years;
    if (!course.neurology_charted && same_age && course.now < memory.neurology_until) return;
    set_neurology(find_neurology(course, parameters), memory.findings);
    memory.neurology_age = course.age.years;
    memory.neurology_until = forever;
    for (const Item item : {Item::ice_score, Item::capd, Item::consciousness, Item::seizure, Item::motor_weakness,
                            Item::cerebral_edema, Item::sedated}) {
        const Instant stale = stale_at(course[item].at, parameters.neurology_age);
        if (stale > course.now) memory.neurology_until = std::min(memory.neurology_until, stale);
    }
}

// The same findings give the same grade: true when the block differs from the last one, which it then replaces.
bool differs(GradeMemory& memory, Block block) {
    const auto begin = memory.findings.begin() + static_cast<std::ptrdiff_t>(block.first);
    const auto end = memory.findings.begin() + static_cast<std::ptrdiff_t>(block.last) + 1;
    const auto before = memory.graded_with.begin() + static_cast<std::ptrdiff_t>(block.first);
    if (memory.graded && std::equal(begin, end, before)) return false;
    std::copy(begin, end, before);
    return true;
}

constexpr std::size_t hypotension_explained = 1;
constexpr std::size_t hypoxia_explained = 2;

// What is left of the least grade where hypotension, hypoxia or both have another cause: as the findings do it.
// Leaves `findings` as they were.
GradeIfExplained grade_if_explained(const std::vector<GradeRule>& rules, Range crs, FindingRanges& findings) {
    constexpr std::array signs{FindingId::hypotension, FindingId::vasopressors, FindingId::vasopressin,
                               FindingId::oxygen_support, FindingId::low_oxygen_saturation};
    constexpr std::size_t of_pressure = 3;
    GradeIfExplained grades;
    grades.fill(static_cast<int>(crs.lowest));
    if (crs.lowest == 0) return grades;
    std::array<Range, signs.size()> found;
    for (std::size_t i = 0; i < signs.size(); ++i) found[i] = at(findings, signs[i]);
    for (std::size_t mask = 1; mask < grades.size(); ++mask) {
        bool changed = false;
        for (std::size_t i = 0; i < signs.size(); ++i) {
            const bool explained = (mask & (i < of_pressure ? hypotension_explained : hypoxia_explained)) != 0;
            at(findings, signs[i]) = explained ? exactly(0) : found[i];
            changed = changed || (explained && found[i] != exactly(0));
        }
        if (changed) grades[mask] = static_cast<int>(grade_by(rules, Scale::crs, findings).lowest);
    }
    for (std::size_t i = 0; i < signs.size(); ++i) at(findings, signs[i]) = found[i];
    return grades;
}

}  // namespace

void grade(const Course& course, const Guideline& guideline, GradeMemory& memory) {
    FindingRanges& findings = memory.findings;
    Grades& grades = memory.grades;
    find_crs(course, guideline.parameters, findings);
    find_neurology_if_due(course, guideline.parameters, memory);
    if (differs(memory, crs_block)) {
        grades.crs = grade_by(guideline.grade_rules, Scale::crs, findings);
        memory.crs_if_explained = grade_if_explained(guideline.grade_rules, grades.crs, findings);
    }
    if (differs(memory, icans_block)) grades.icans = grade_by(guideline.grade_rules, Scale::icans, findings);
    memory.graded = true;
    grades.hlh =
        hlh_suspected(at(findings, FindingId::hlh_ferritin), at(findings, FindingId::hlh_organs), guideline.parameters);
    grades.treat_as = static_cast<int>(grades.crs.lowest);
    find_progress(course, guideline, grades, findings);
    for (const TreatAsRule& rule : guideline.treat_as_rules) {
        if (rule.grade > grades.treat_as && evaluate(rule.when, findings, no_recorder) == Truth::present) {
            grades.treat_as = rule.grade;
        }
    }
}

namespace {

// A judgement also holds for what was charted before it in the same episode; what it explained stays explained when it
// ends.
void remember_worst(Course& course, const GradeIfExplained& now, const Parameters& parameters) {
    const auto acts = [&](Component component) { return is_attributed(course, parameters, component); };
    const std::size_t explained =
        (acts(Component::hypotension) ? hypotension_explained : 0) | (acts(Component::hypoxia) ? hypoxia_explained : 0);
    const std::size_t ended = course.explained & ~explained;
    course.explained = explained;
    Episode& episode = course.episode;
    TherapyHistory& history = course.therapy_history;
    if (!episode.open) return;
    for (std::size_t mask = 0; mask < now.size(); ++mask) {
        episode.worst[mask] = std::max(episode.worst[mask | ended], now[mask]);
        history.since_dose[mask] = std::max(history.since_dose[mask | ended], now[mask]);
    }
    episode.peak = episode.worst[explained];
    history.worst_since_dose = history.since_dose[explained];
}

}  // namespace

void remember(Course& course, const GradeMemory& memory, const Parameters& parameters) {
    const Grades& grades = memory.grades;
    const FindingRanges& findings = memory.findings;
    note_support(course, parameters, findings);
    remember_worst(course, memory.crs_if_explained, parameters);
    course.neurology_charted = false;
    const int lowest = static_cast<int>(grades.crs.lowest);
    Episode& episode = course.episode;
    if (lowest != course.grade || course.grade_since == forever) {
        course.grade = lowest;
        course.grade_since = course.now;
    }
    const int severe = parameters.severe_from_grade;
    const bool surely_mild = grades.crs.highest < severe;
    course.calm = surely_mild && grades.icans.lowest < severe;
    if (surely_mild) episode.severe_since = never;
    if (!surely_mild || episode.peak < severe) course.improved_since = never;
    if (episode.open && lowest >= severe && episode.severe_since == never) episode.severe_since = course.now;
    if (surely_mild && episode.peak >= severe && course.improved_since == never) course.improved_since = course.now;
    if (grades.icans.lowest < 4) course.icans_4_since = never;
    if (grades.icans.lowest >= 4 && course.icans_4_since == never) course.icans_4_since = course.now;
    if (grades.hlh != Truth::present) course.hlh_since = never;
    if (grades.hlh == Truth::present && course.hlh_since == never) course.hlh_since = course.now;
    Snapshot& snapshot = episode.first_tocilizumab;
    const bool after = snapshot.at != never && course.now > snapshot.at;
    // A sign that another cause explains has not got better by that.
    const bool explained = is_attributed(course, parameters, Component::fever) ||
                           is_attributed(course, parameters, Component::hypotension) ||
                           is_attributed(course, parameters, Component::hypoxia);
    const bool better = after && !explained && grades.crs.highest < snapshot.grade;
    if (lowest >= snapshot.grade) episode.better_since = never;
    if (better && episode.better_since == never) episode.better_since = course.now;
    if (better && course.now - episode.better_since >= parameters.resolution_window) {
        episode.responded_to_tocilizumab = true;
    }
    if (episode.open && snapshot.at == course.now) {
        snapshot.grade = lowest;
        snapshot.oxygen_level = at(findings, FindingId::oxygen_support).lowest;
        const bool flow = course.oxygen_flow.known() && course.oxygen_flow.comparator == Comparator::equal;
        snapshot.oxygen_flow = flow ? std::optional(course.oxygen_flow.amount) : std::nullopt;
        snapshot.vasopressor_dose = course.vasopressor_dose;
    }
}

Walk::Walk(const Timeline& timeline, const Guideline& guideline)
    : guideline_(guideline),
      facts_(timeline.facts()),
      course_(begin_course(timeline)),
      shortest_age_(shortest_age(guideline.parameters)) {}

void Walk::settle() {
    grade(course_, guideline_, memory_);
    remember(course_, memory_, guideline_.parameters);
    if (!close_if_over(course_, guideline_.parameters)) return;
    grade(course_, guideline_, memory_);
    remember(course_, memory_, guideline_.parameters);
}

void Walk::step() {
    const Instant now = facts_[place_].at;
    std::size_t end = place_ + 1;
    while (end < facts_.size() && facts_[end].at == now) ++end;
    advance(course_, guideline_.parameters, now);
    apply(course_, guideline_, facts_.subspan(place_, end - place_), static_cast<std::uint32_t>(place_));
    place_ = end;
    fresh_until_ = std::min(fresh_until_, now + shortest_age_);
    settle();
}

void Walk::wait(Instant until) {
    advance(course_, guideline_.parameters, until);
    settle();
}

Instant Walk::due_before(Instant end) {
    if (course_.now == never) return end;
    if (fresh_until_ < end) fresh_until_ = next_stale(course_, guideline_.parameters);
    return std::min({fresh_until_, next_lapse(course_, guideline_), end});
}

Walk walk_to(const Timeline& timeline, const Guideline& guideline, Instant as_of) {
    Walk walk(timeline, guideline);
    const auto pass_time = [&walk](Instant until) {
        for (Instant due = walk.due_before(until); due < until; due = walk.due_before(until)) walk.wait(due);
    };
    while (!walk.at_end() && walk.next_instant() <= as_of) {
        pass_time(walk.next_instant());
        walk.step();
    }
    if (walk.course().now != as_of) {
        pass_time(as_of);
        walk.wait(as_of);
    }
    return walk;
}

}  // namespace stormkeel
