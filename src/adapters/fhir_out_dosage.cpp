// The dosage of a proposed drug: dose, rate, time, limit, and how the dose was worked out.
#include <algorithm>

#include "adapters/fhir_out_writing.h"

namespace stormkeel {
namespace {

// A length of time counted in `unit`: 90 minutes are 1.5 hours.
Decimal counted_in(Duration length, Duration unit) {
    return scale(Decimal::whole(1), length.microseconds, unit.microseconds).value_or(Decimal{});
}

FhirElement amount(Decimal value, std::string_view ucum_code) {
    FhirElement element;
    element.decimal("value", value).text("unit", ucum_code);
    return element.text("system", "http://unitsofmeasure.org").text("code", ucum_code);
}

// How often a proposal is meant. A dose by the rules of tocilizumab is one dose: its interval says how early the next
// may be, not that a next one is due.
enum class Schedule : std::uint8_t { one_dose, repeated };

Schedule schedule_of(const Recommendation& proposed, const Advice* advice) {
    const bool by_ledger = advice != nullptr && advice->dose && advice->dose->basis == DoseRule::Basis::tocilizumab;
    return proposed.every && !by_ledger ? Schedule::repeated : Schedule::one_dose;
}

std::optional<Instant> start_of(const Recommendation& proposed) {
    return proposed.not_before ? proposed.not_before : proposed.due;
}

FhirElement timing_of(const Recommendation& proposed, Schedule schedule) {
    const std::optional<Instant> start = start_of(proposed);
    FhirElement repeat;
    FhirElement timing;
    if (schedule == Schedule::repeated) {
        repeat.element("boundsPeriod", period(start, std::nullopt));
    } else {
        if (start) timing.texts("event", {to_text(*start)});
        repeat.whole("count", 1);
    }
    if (proposed.over) {
        repeat.decimal("duration", counted_in(*proposed.over, minutes(1))).text("durationUnit", "min");
    }
    if (schedule == Schedule::repeated) {
        repeat.whole("frequency", 1).decimal("period", counted_in(*proposed.every, hours(1))).text("periodUnit", "h");
    }
    return timing.element("repeat", repeat);
}

FhirElement dose_and_rate(const Recommendation& proposed) {
    FhirElement element;
    if (!proposed.dose || !proposed.dose->value) return element;
    element.element("doseQuantity", quantity(*proposed.dose->value, proposed.dose->unit));
    if (proposed.over) {
        FhirElement ratio;
        ratio.element("numerator", quantity(*proposed.dose->value, proposed.dose->unit));
        ratio.element("denominator", amount(counted_in(*proposed.over, minutes(1)), "min"));
        element.element("rateRatio", ratio);
    }
    return element;
}

FhirElement limit_of(const Recommendation& proposed, const FhirWriting& writing) {
    const Advice* advice = advice_behind(proposed, writing.answer().guideline);
    if (advice == nullptr || !advice->dose || !proposed.dose) return {};
    if (advice->dose->basis == DoseRule::Basis::tocilizumab) {
        return quantity(writing.answer().guideline.parameters.tocilizumab_maximum, Unit::mg);
    }
    return advice->dose->maximum ? quantity(*advice->dose->maximum, proposed.dose->unit) : FhirElement{};
}

// "640 mg IV over 60 min, one dose, not before 2026-03-03T20:00:00Z".
std::string words_of(const Recommendation& proposed, const Advice* advice, Schedule schedule) {
    std::string text = "no dose is shown";
    if (proposed.dose && proposed.dose->value) {
        text = to_text(*proposed.dose->value) + " " + std::string(words(proposed.dose->unit));
    }
    if (!proposed.route.empty()) text += " " + proposed.route;
    if (proposed.over) text += " over " + to_text(counted_in(*proposed.over, minutes(1))) + " min";
    text += schedule == Schedule::one_dose ? ", one dose"
                                           : ", every " + to_text(counted_in(*proposed.every, hours(1))) + " h";
    if (proposed.not_before) text += ", not before " + to_text(*proposed.not_before);
    if (advice != nullptr && !advice->at_most.empty()) text += ", at most " + advice->at_most;
    if (proposed.dose && !proposed.dose->working.empty()) text += ". Worked out: " + proposed.dose->working;
    if (proposed.dose && proposed.dose->rounded) {
        text += ". Rounded by the site: " + to_text(*proposed.dose->rounded) + " " +
                std::string(words(proposed.dose->unit));
    }
    if (proposed.dose && !proposed.dose->vials.empty()) text += ". Vials: " + proposed.dose->vials;
    return text;
}

// The doses of a corticosteroid course that are still to come, when there is more than the next one.
std::vector<PlannedDose> course_of(const Recommendation& proposed, const Assessment& assessment) {
    std::vector<PlannedDose> doses;
    for (const PlannedDose& dose : assessment.corticosteroid_plan) {
        if (dose.drug == proposed.item && !dose.given) doses.push_back(dose);
    }
    if (doses.size() < 2) doses.clear();
    return doses;
}

// A course as steps of equal doses, each with the times of its doses.
std::vector<FhirElement> steps_of(const std::vector<PlannedDose>& doses, const Recommendation& proposed) {
    std::vector<FhirElement> steps;
    for (std::size_t first = 0; first < doses.size();) {
        std::vector<std::string> times;
        std::size_t next = first;
        for (; next < doses.size() && doses[next].mg == doses[first].mg; ++next) {
            times.push_back(to_text(doses[next].at));
        }
        FhirElement timing;
        FhirElement dose;
        FhirElement step;
        std::string text = to_text(doses[first].mg) + " mg " + proposed.route + " at ";
        for (std::size_t i = 0; i < times.size(); ++i) text += (i == 0 ? "" : ", ") + times[i];
        step.whole("sequence", static_cast<std::int64_t>(steps.size()) + 1).text("text", text);
        step.element("timing", timing.texts("event", times)).element("route", text_concept(proposed.route));
        step.list("doseAndRate", {dose.element("doseQuantity", quantity(doses[first].mg, Unit::mg))});
        steps.push_back(std::move(step));
        first = next;
    }
    return steps;
}

}  // namespace

std::vector<FhirElement> dosage_of(const Recommendation& proposed, const FhirWriting& writing) {
    if (const auto course = course_of(proposed, writing.assessment()); !course.empty()) {
        return steps_of(course, proposed);
    }
    const Advice* advice = advice_behind(proposed, writing.answer().guideline);
    if (!proposed.dose && proposed.route.empty() && !proposed.every && !start_of(proposed)) return {};
    const Schedule schedule = schedule_of(proposed, advice);
    FhirElement dosage;
    dosage.text("text", words_of(proposed, advice, schedule)).element("timing", timing_of(proposed, schedule));
    dosage.element("route", text_concept(proposed.route)).list("doseAndRate", {dose_and_rate(proposed)});
    dosage.element("maxDosePerAdministration", limit_of(proposed, writing));
    return {dosage};
}

}  // namespace stormkeel
