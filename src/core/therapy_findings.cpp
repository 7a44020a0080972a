// Findings about the therapy itself: how many doses, which step of the step-up, and the CRS that followed them.
#include <algorithm>

#include "core/all_findings.h"

namespace stormkeel {

namespace {

bool means(const StepUpStep& step, const Reading& dose) {
    return std::any_of(step.begin(), step.end(),
                       [&](const DoseAmount& one) { return one.unit == dose.unit && one.amount == dose.amount; });
}

// A dose whose amount is told is the step that has it. One that is not told, or stands in no step, leaves every step
// open, though no more of them than there were doses.
Range step_of(const Reading& last, int doses, const std::vector<StepUpStep>& steps) {
    if (!last.exists() || steps.empty()) return exactly(0);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (means(steps[i], last)) return exactly(static_cast<std::int64_t>(i) + 1);
    }
    const auto most = static_cast<std::int64_t>(steps.size());
    const bool told = last.unit != Unit::none;
    return between(1, told ? most : std::min<std::int64_t>(doses, most));
}

void find_doses(Bedside& bedside) {
    const Course& course = bedside.course;
    const Reading& last = course[Item::therapy];
    const auto& schedules = bedside.guideline.parameters.step_up;
    AllFindings& out = bedside.findings;
    const int doses = course.therapy_history.doses;
    out.set(FindingId::therapy_doses, finding(exactly(doses)).because(last));
    const bool scheduled = last.exists() && last.code < schedules.size();
    const Range step = scheduled ? step_of(last, doses, schedules[last.code]) : exactly(0);
    out.set(FindingId::step_up_step, finding(step).because(last));
}

// Of the episodes since the first dose, the open one among them: the highest grade, and the next highest.
void find_worst(Bedside& bedside) {
    const Course& course = bedside.course;
    AllFindings& out = bedside.findings;
    auto [highest, next] = course.therapy_history.worst;
    if (out.truth(FindingId::episode_open) == Truth::present) {
        next = std::max(next, std::min(highest, course.episode.peak));
        highest = std::max(highest, course.episode.peak);
    }
    const auto fact = highest > 0 ? course.episode.onset_fact : no_fact;
    out.set(FindingId::worst_grade, finding(exactly(highest)).because(fact));
    out.set(FindingId::recurrent_grade, finding(exactly(next)).because(next > 0 ? fact : no_fact));
    const int since_dose = course.therapy_history.worst_since_dose;
    out.set(FindingId::crs_since_dose, finding(exactly(since_dose)).because(since_dose > 0 ? fact : no_fact));
}

Finding at_risk(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Reading& therapy = course[Item::therapy];
    const Finding& open = bedside.findings[FindingId::episode_open];
    if (truth_of(open.range) == Truth::present) return open;
    const bool recent = is_recent(therapy.at, risk_window(course, bedside.guideline.parameters), course.now);
    return recent ? finding(Truth::present).because(therapy) : finding(Truth::absent);
}

// From the last dose before the onset; a dose given in the middle of an episode tells nothing of how it began.
Finding onset_delay(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Reading& therapy = course[Item::therapy];
    const bool open = bedside.findings.truth(FindingId::episode_open) == Truth::present;
    if (!open || !therapy.exists() || therapy.at > course.episode.onset) return finding(not_happened);
    return finding(duration_since(therapy.at, course.episode.onset))
        .because(therapy)
        .because(course.episode.onset_fact);
}

// Through a nasal cannula alone: of any other device the flow says nothing of the support.
Finding label_high_flow(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    const Reading& device = course[Item::oxygen_device];
    if (!oxygen_device_known(course, parameters)) return finding(Truth::unknown);
    if (device.code != device::nasal_cannula) return finding(Truth::absent);
    if (!oxygen_flow_known(course, parameters)) return finding(Truth::unknown).because(device);
    return finding(is_at_least(course.oxygen_flow, parameters.label_high_flow_from)).because(course.oxygen_flow);
}

}  // namespace

Duration risk_window(const Course& course, const Parameters& parameters) {
    const Reading& therapy = course[Item::therapy];
    const auto& usual = parameters.usual_onset_days;
    if (!therapy.exists() || therapy.code >= usual.size()) return parameters.at_risk_age;
    const auto microseconds = scale(usual[therapy.code], days(1).microseconds, Decimal::one);
    const bool told = usual[therapy.code] > Decimal{} && microseconds;
    return told ? Duration{microseconds->billionths} : parameters.at_risk_age;
}

void find_therapy(Bedside& bedside) {
    AllFindings& out = bedside.findings;
    find_doses(bedside);
    find_worst(bedside);
    out.set(FindingId::at_risk, at_risk(bedside));
    out.set(FindingId::onset_delay, onset_delay(bedside));
    out.set(FindingId::label_high_flow, label_high_flow(bedside));
}

}  // namespace stormkeel
