// Grading: the highest grade whose rule is present is certain, the highest whose rule is not absent is possible.
#include "core/grading.h"

#include <algorithm>

#include "core/episode.h"

namespace stormkeel {

Range grade_by(const std::vector<GradeRule>& rules, Scale scale, const FindingRanges& findings) {
    Range found{0, 0};
    for (const GradeRule& rule : rules) {
        if (rule.scale != scale || rule.grade <= found.lowest) continue;
        const Truth truth = evaluate(rule.when, findings);
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

// Neurology changes when it is charted, when something of it goes stale, or with a birthday: true when it was found
// again.
bool find_neurology_if_due(const Course& course, const Parameters& parameters, GradeMemory& memory) {
    const bool same_age = memory.neurology_age == course.age.years;
    if (!course.neurology_charted && same_age && course.now < memory.neurology_until) return false;
    set_neurology(find_neurology(course, parameters), memory.findings);
    memory.neurology_age = course.age.years;
    memory.neurology_until = forever;
    for (const Item item : {Item::ice_score, Item::capd, Item::consciousness, Item::seizure, Item::motor_weakness,
                            Item::cerebral_edema, Item::sedated}) {
        const Instant stale = stale_at(course[item].at, parameters.neurology_age);
        if (stale > course.now) memory.neurology_until = std::min(memory.neurology_until, stale);
    }
    return true;
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

}  // namespace

void grade(const Course& course, const Guideline& guideline, GradeMemory& memory) {
    FindingRanges& findings = memory.findings;
    Grades& grades = memory.grades;
    find_crs(course, guideline.parameters, findings);
    const bool examined = find_neurology_if_due(course, guideline.parameters, memory);
    if (differs(memory, crs_block)) grades.crs = grade_by(guideline.grade_rules, Scale::crs, findings);
    const auto died = FindingId::died_of_icans;
    if ((examined || at(findings, died) != at(memory.graded_with, died)) && differs(memory, icans_block)) {
        grades.icans = grade_by(guideline.grade_rules, Scale::icans, findings);
    }
    memory.graded = true;
    grades.hlh =
        hlh_suspected(at(findings, FindingId::hlh_ferritin), at(findings, FindingId::hlh_organs), guideline.parameters);
    grades.treat_as = static_cast<int>(grades.crs.lowest);
    find_progress(course, guideline, grades, findings);
    for (const TreatAsRule& rule : guideline.treat_as_rules) {
        if (rule.grade > grades.treat_as && evaluate(rule.when, findings) == Truth::present) {
            grades.treat_as = rule.grade;
        }
    }
}

void remember(Course& course, const GradeMemory& memory, const Parameters& parameters) {
    const Grades& grades = memory.grades;
    const FindingRanges& findings = memory.findings;
    note_support(course, parameters, findings);
    course.neurology_charted = false;
    const int lowest = static_cast<int>(grades.crs.lowest);
    Episode& episode = course.episode;
    if (episode.open) {
        episode.peak = std::max(episode.peak, lowest);
        course.therapy_history.worst_since_dose = std::max(course.therapy_history.worst_since_dose, lowest);
    }
    if (lowest != course.grade || course.grade_since == forever) {
        course.grade = lowest;
        course.grade_since = course.now;
    }
    const int severe = parameters.severe_from_grade;
    const bool surely_mild = grades.crs.highest < severe;
    course.calm = surely_mild && grades.icans.lowest < severe;
    if (surely_mild) episode.severe_since = never;
    if (episode.open && lowest >= severe && episode.severe_since == never) episode.severe_since = course.now;
    // An episode whose fever has another cause takes nothing from the improvement of the one before.
    const bool hidden = is_attributed(course, parameters, Component::fever);
    const bool before_counts = hidden && episode.open && episode.peak < severe;
    Instant& improved = before_counts ? episode.improved_before : course.improved_since;
    const bool was_severe = (before_counts ? course.over.peak : episode.peak) >= severe;
    if (!surely_mild || !was_severe) improved = never;
    if (surely_mild && was_severe && improved == never) improved = course.now;
    course.improved_since = improved;
    if (grades.icans.lowest < parameters.methylprednisolone_from_grade) {
        course.icans_course_since = never;
    } else if (course.icans_course_since == never) {
        course.icans_course_since = course.now;
    }
    course.icans.follow(grades.icans.lowest >= 1, grades.icans.highest == 0, course.now);
    course.hlh.follow(grades.hlh == Truth::present, grades.hlh == Truth::absent, course.now);
    if (grades.hlh != Truth::present) course.hlh_since = never;
    if (grades.hlh == Truth::present && course.hlh_since == never) course.hlh_since = course.now;
    Snapshot& snapshot = episode.first_tocilizumab;
    const bool after = snapshot.at != never && course.now > snapshot.at;
    // Fever that another cause explains has not got better by that.
    const bool better = after && !hidden && grades.crs.highest < snapshot.grade;
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
        snapshot.vasopressor_dose = vasopressor_dose_for_crs(course, parameters);
    }
}

}  // namespace stormkeel
