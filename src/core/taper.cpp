// The methylprednisolone taper goes from step to step as doses are really given.
#include "core/taper.h"

#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

namespace {

// The step of a taper that a dose belongs to; a dose above the first step counts as the first.
std::size_t step_of(Decimal mg, const std::vector<Parameters::CourseStep>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (mg >= steps[i].mg) return i;
    }
    return steps.size() - 1;
}

}  // namespace

void apply_taper(Taper& taper, const Parameters& parameters, const GivenDose& dose) {
    const std::vector<Parameters::CourseStep>& steps = parameters.methylprednisolone_course;
    if (steps.empty()) return;
    const bool told = dose.state == ValueState::known && dose.unit == Unit::mg;
    const bool full = told && dose.amount >= steps.front().mg;
    const bool lapsed = !is_recent(taper.last, parameters.corticosteroid_course_gap, dose.at);
    if (lapsed || (full && taper.step > 0)) {
        taper = full ? Taper{dose.at, dose.at, never, 0, 1} : Taper{};
        return;
    }
    // Less than the last step is no place in it.
    if (told && dose.amount < steps.back().mg) return;
    // A taper never goes back up; a dose whose amount is not told counts as the step that was due.
    const std::size_t step = told ? std::max(taper.step, step_of(dose.amount, steps)) : taper.step;
    taper.done = step == taper.step ? taper.done + 1 : 1;
    taper.step = step;
    taper.last = dose.at;
    if (steps[step].doses > 0 && taper.done > steps[step].doses && step + 1 < steps.size()) {
        taper.step = step + 1;
        taper.done = 1;
    }
    if (taper.step > 0 && taper.lower_since == never) taper.lower_since = dose.at;
}

}  // namespace stormkeel
