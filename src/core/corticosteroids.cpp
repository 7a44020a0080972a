// Corticosteroid courses: which one is active, and the methylprednisolone taper as dated doses after what was really
// given.
#include <algorithm>

#include "core/dosing.h"
#include "core/findings.h"

namespace stormkeel {

CorticosteroidCourse corticosteroid_course(const Course& course, const Parameters& parameters) {
    CorticosteroidCourse found;
    const std::span<const GivenDose> doses = course.corticosteroids.all();
    if (doses.empty()) return found;
    found.drug = doses.back().drug;
    found.last = doses.back().at;
    found.active = lies_within(found.last, parameters.corticosteroid_course_gap, course.now);
    Instant next = found.last;
    for (std::size_t i = doses.size(); i > 0; --i) {
        const GivenDose& dose = doses[i - 1];
        if (dose.drug != found.drug || next - dose.at > parameters.corticosteroid_course_gap) break;
        ++found.doses;
        found.first = dose.at;
        next = dose.at;
    }
    return found;
}

namespace {

using Step = Parameters::CourseStep;

// Where the course stands: the step of the last dose given and how many doses of it have been given in a row.
struct Place {
    std::size_t step = 0;
    int done = 0;
};

// A dose above the taper's (1,000 mg twice daily) counts as the first step.
std::size_t step_of(Decimal mg, const std::vector<Step>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (mg >= steps[i].mg) return i;
    }
    return steps.size() - 1;
}

Place place_after(std::span<const PlannedDose> given, const std::vector<Step>& steps) {
    Place place;
    for (const PlannedDose& dose : given) {
        const std::size_t step = std::max(place.step, step_of(dose.mg, steps));  // a taper never goes back up
        place.done = step == place.step ? place.done + 1 : 1;
        place.step = step;
        if (steps[step].doses > 0 && place.done > steps[step].doses && step + 1 < steps.size()) {
            place = {step + 1, 1};
        }
    }
    return place;
}

void plan_rest(std::vector<PlannedDose>& plan, Place place, Instant next, const Parameters& parameters) {
    const std::vector<Step>& steps = parameters.methylprednisolone_course;
    const std::string drug = plan.empty() ? std::string{"methylprednisolone"} : plan.front().drug;
    for (std::size_t step = place.step; step < steps.size(); ++step) {
        const int done = step == place.step ? place.done : 0;
        const int left = steps[step].doses > 0 ? steps[step].doses - done : 1;  // the last step stands once
        for (int i = 0; i < left; ++i) {
            plan.push_back({drug, steps[step].mg, next, false});
            next = next + parameters.methylprednisolone_interval;
        }
    }
}

}  // namespace

std::vector<PlannedDose> methylprednisolone_plan(const Course& course, const Guideline& guideline) {
    const Parameters& parameters = guideline.parameters;
    std::vector<PlannedDose> plan;
    if (parameters.methylprednisolone_course.empty()) return plan;
    const CorticosteroidCourse active = corticosteroid_course(course, parameters);
    if (active.active && parameters.is(active.drug, DrugClass::methylprednisolone)) {
        for (const GivenDose& dose : course.corticosteroids.all()) {
            if (dose.drug != active.drug || dose.at < active.first) continue;
            const bool told = dose.state == ValueState::known && dose.unit == Unit::mg;
            // A dose whose amount is not recorded is taken as the step that was due.
            const Place place = place_after(plan, parameters.methylprednisolone_course);
            const Decimal due = parameters.methylprednisolone_course[place.step].mg;
            plan.push_back({guideline.formulary.drugs[dose.drug], told ? dose.amount : due, dose.at, true});
        }
    }
    const Place place = place_after(plan, parameters.methylprednisolone_course);
    // The last step goes on until grade 1 or below.
    const bool at_last = place.step + 1 == parameters.methylprednisolone_course.size() && place.done > 0;
    if (at_last && course.improved_since != never) return plan;
    const Instant next = plan.empty() ? course.now : plan.back().at + parameters.methylprednisolone_interval;
    plan_rest(plan, place, next, parameters);
    return plan;
}

}  // namespace stormkeel
