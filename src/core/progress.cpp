// How long things have lasted and whether the patient got better: what treat_as rules and clocks look at.
#include <algorithm>

#include "core/grading.h"

namespace stormkeel {

namespace {

// How one number stands to a percentage of another: now <= before * (100 - fall) / 100.
bool fell_by(Decimal before, Decimal now, Decimal percent) {
    if (now >= before) return false;
    const auto left =
        scale(before, Decimal::whole(100).billionths - percent.billionths, Decimal::whole(100).billionths);
    return left && now <= *left;
}

bool rose_by(Decimal before, Decimal now, Decimal percent) {
    if (now <= before) return false;
    const auto more =
        scale(before, Decimal::whole(100).billionths + percent.billionths, Decimal::whole(100).billionths);
    return more && now >= *more;
}

std::optional<Decimal> present_flow(const Course& course) {
    const Reading& flow = course.oxygen_flow;
    const bool known = flow.known() && flow.comparator == Comparator::equal;
    return known ? std::optional(flow.amount) : std::nullopt;
}

}  // namespace

Instant start_of(FindingId duration, const Course& course) {
    const GivenDose* last = course.tocilizumab.last();
    switch (duration) {
        case FindingId::therapy_age:
            return course[Item::therapy].at;
        case FindingId::episode_age:
            return course.episode.open ? course.episode.onset : never;
        case FindingId::fever_duration:
            return course.last_fever == never ? never : course.fever_since;
        case FindingId::tocilizumab_age:
            return last == nullptr ? never : last->at;
        case FindingId::first_tocilizumab_age:
            return course.episode.open ? course.episode.first_tocilizumab.at : never;
        case FindingId::methylprednisolone_age:
            return course.taper.began;
        case FindingId::blood_culture_age: {
            const Reading& culture = course[Item::blood_culture];
            return culture.known() && culture.code == answer::yes ? culture.at : never;
        }
        case FindingId::dexamethasone_age:
            return course.dexamethasone_since;
        case FindingId::hlh_duration:
            return course.hlh_since;
        case FindingId::severe_duration:
            return course.episode.open ? course.episode.severe_since : never;
        case FindingId::improved_duration:
            return course.improved_since;
        case FindingId::grade_age:
            return course.grade_since == forever ? never : course.grade_since;
        default:
            return never;
    }
}

Range duration_since(Instant start, Instant now) {
    return start == never ? not_happened : exactly((now - start).microseconds);
}

std::optional<Decimal> vasopressor_dose_for_crs(const Course& course, const Parameters& parameters) {
    return is_attributed(course, parameters, Component::hypotension) ? Decimal{} : course.vasopressor_dose;
}

// No improvement since the first tocilizumab of the episode: the grade is not lower, the oxygen not less, the
// vasopressors not a quarter lower; of fever alone (grade 1) the fever counts.
Finding find_no_improvement(const Course& course, const Parameters& parameters, Range crs, Range oxygen) {
    const Snapshot& before = course.episode.first_tocilizumab;
    if (before.at == never || !course.episode.open) return finding(Truth::absent);
    // 0. Whoever was better for a day has responded: what comes after is worsening.
    if (course.episode.responded_to_tocilizumab) return finding(Truth::absent);
    // 1. A lower grade, less oxygen or a quarter less vasopressor is improvement.
    if (crs.highest < before.grade || oxygen.highest < before.oxygen_level) return finding(Truth::absent);
    // A flow compares only where oxygen is given: what was charted before room air belongs to nothing.
    const auto flow = before.oxygen_level > 0 ? present_flow(course) : std::nullopt;
    if (oxygen == exactly(before.oxygen_level) && flow && before.oxygen_flow && *flow < *before.oxygen_flow) {
        return finding(Truth::absent);
    }
    const auto dose = vasopressor_dose_for_crs(course, parameters);
    if (dose && before.vasopressor_dose &&
        fell_by(*before.vasopressor_dose, *dose, parameters.improvement_vasopressor_fall)) {
        return finding(Truth::absent);
    }
    // 2. Present only when each is known not to be better.
    const bool certain = crs.lowest >= before.grade && oxygen.lowest >= before.oxygen_level;
    return finding(certain ? Truth::present : Truth::unknown);
}

Finding find_worsened(const Course& course, const Parameters& parameters, Range crs, Range oxygen) {
    const Snapshot& before = course.episode.first_tocilizumab;
    // At the moment of the dose itself nothing has got worse since.
    if (before.at == never || before.at == course.now || !course.episode.open) return finding(Truth::absent);
    const auto dose = vasopressor_dose_for_crs(course, parameters);
    const bool more_pressor = dose && before.vasopressor_dose &&
                              rose_by(*before.vasopressor_dose, *dose, parameters.worsening_vasopressor_rise);
    if (crs.lowest > before.grade || oxygen.lowest > before.oxygen_level || more_pressor)
        return finding(Truth::present);
    const bool possible = crs.highest > before.grade || oxygen.highest > before.oxygen_level;
    return finding(possible ? Truth::unknown : Truth::absent);
}

void find_progress(const Course& course, const Guideline& guideline, const Grades& grades, FindingRanges& findings) {
    const Instant now = course.now;
    for (const FindingId id : {FindingId::first_tocilizumab_age, FindingId::hlh_duration}) {
        at(findings, id) = duration_since(start_of(id, course), now);
    }
    // Fever lasts only while there is fever.
    const Truth fever = truth_of(at(findings, FindingId::fever));
    const Range lasted = duration_since(start_of(FindingId::fever_duration, course), now);
    at(findings, FindingId::fever_duration) = fever == Truth::absent    ? not_happened
                                              : fever == Truth::present ? lasted
                                                                        : between(not_happened.lowest, lasted.highest);
    at(findings, FindingId::crs_grade) = grades.crs;
    at(findings, FindingId::icans_grade) = grades.icans;
    at(findings, FindingId::hlh_suspected) = range_of(grades.hlh);
    const Range oxygen = at(findings, FindingId::oxygen_support);
    at(findings, FindingId::no_improvement) =
        find_no_improvement(course, guideline.parameters, grades.crs, oxygen).range;
    at(findings, FindingId::worsened_since_tocilizumab) =
        find_worsened(course, guideline.parameters, grades.crs, oxygen).range;
}

}  // namespace stormkeel
