// Corticosteroid courses: one a drug, and the methylprednisolone taper as dated doses after what was really given.
#include "core/dosing.h"
#include "core/findings.h"

namespace stormkeel {

namespace {

CorticosteroidCourse course_of(std::span<const GivenDose> doses, Instant now, const Parameters& parameters) {
    CorticosteroidCourse found;
    if (doses.empty()) return found;
    const Duration gap = parameters.corticosteroid_course_gap;
    found.drug = doses.back().drug;
    found.fact = doses.back().fact;
    found.last = doses.back().at;
    found.active = is_recent(found.last, gap, now);
    Instant next = found.last;
    for (std::size_t i = doses.size(); i > 0 && next - doses[i - 1].at < gap + seconds(1); --i) {
        ++found.doses;
        found.first = doses[i - 1].at;
        next = doses[i - 1].at;
    }
    return found;
}

}  // namespace

std::optional<Decimal> in_mg(const GivenDose& dose, const Course& course) {
    if (dose.state != ValueState::known) return std::nullopt;
    if (dose.unit == Unit::mg) return dose.amount;
    const Reading& weight = course[Item::weight];
    if (dose.unit != Unit::mg_per_kg || !weight.known()) return std::nullopt;
    return multiply(dose.amount, weight.amount);
}

CorticosteroidCourse dexamethasone_course(const Course& course, const Parameters& parameters) {
    return course_of(course.dexamethasone.all(), course.now, parameters);
}

CorticosteroidCourse methylprednisolone_course(const Course& course, const Parameters& parameters) {
    return course_of(course.methylprednisolone.all(), course.now, parameters);
}

CorticosteroidCourse corticosteroid_course(const Course& course, const Parameters& parameters) {
    const CorticosteroidCourse methylprednisolone = methylprednisolone_course(course, parameters);
    if (methylprednisolone.active) return methylprednisolone;
    const CorticosteroidCourse dexamethasone = dexamethasone_course(course, parameters);
    if (dexamethasone.active || course.other_corticosteroid.at == never) return dexamethasone;
    const LastGiven& other = course.other_corticosteroid;
    CorticosteroidCourse found;
    found.active = is_recent(other.at, parameters.corticosteroid_course_gap, course.now);
    found.drug = course.other_corticosteroid_drug;
    found.doses = 1;
    found.first = found.last = other.at;
    found.fact = other.fact;
    return found;
}

bool taper_runs(const Course& course, const Parameters& parameters) {
    const Taper& taper = course.taper;
    if (!is_recent(taper.last, parameters.corticosteroid_course_gap, course.now)) return false;
    const bool at_last_step = taper.step + 1 == parameters.methylprednisolone_course.size() && taper.done > 0;
    return !(at_last_step && course.calm);
}

namespace {

void plan_given(std::vector<PlannedDose>& plan, const Course& course, const Guideline& guideline) {
    for (const GivenDose& dose : course.methylprednisolone.all()) {
        if (dose.at < course.taper.began) continue;
        const Decimal due = guideline.parameters.methylprednisolone_course[course.taper.step].mg;
        plan.push_back({guideline.formulary.drugs[dose.drug], in_mg(dose, course).value_or(due), dose.at, true});
    }
}

// Where the rest of a course begins: the step, how many of its doses have been given, and when the next is due.
struct Remaining {
    std::size_t step = 0;
    int done = 0;
    Instant next;
};

void plan_rest(std::vector<PlannedDose>& plan, Remaining from, const Parameters& parameters) {
    const std::vector<Parameters::CourseStep>& steps = parameters.methylprednisolone_course;
    for (std::size_t step = from.step; step < steps.size(); ++step) {
        const int before = step == from.step ? from.done : 0;
        const int left = steps[step].doses > 0 ? steps[step].doses - before : 1;  // the last step stands once
        for (int i = 0; i < left; ++i) {
            plan.push_back({"methylprednisolone", steps[step].mg, from.next, false});
            from.next = from.next + parameters.methylprednisolone_interval;
        }
    }
}

}  // namespace

std::vector<PlannedDose> methylprednisolone_plan(const Course& course, const Guideline& guideline, int treat_as) {
    const Parameters& parameters = guideline.parameters;
    std::vector<PlannedDose> plan;
    if (parameters.methylprednisolone_course.empty()) return plan;
    const Taper& taper = course.taper;
    const bool lapsed = !is_recent(taper.last, parameters.corticosteroid_course_gap, course.now);
    if (lapsed) {
        plan_rest(plan, {0, 0, course.now}, parameters);
        return plan;
    }
    plan_given(plan, course, guideline);
    // Back at the grade of the course, of CRS or ICANS, after lower doses had begun: it begins anew, now.
    const bool crs_back =
        treat_as >= parameters.methylprednisolone_from_grade && course.grade_since > taper.lower_since;
    const bool icans_back = course.icans_course_since != never && course.icans_course_since > taper.lower_since;
    const bool back = crs_back || icans_back;
    const bool relapsed = taper.lower_since != never && back;
    if (relapsed) {
        plan_rest(plan, {0, 0, course.now}, parameters);
    } else if (taper_runs(course, parameters)) {
        plan_rest(plan, {taper.step, taper.done, taper.last + parameters.methylprednisolone_interval}, parameters);
    }
    return plan;
}

}  // namespace stormkeel
