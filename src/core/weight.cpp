// The weight that a dose may be calculated with: fresh, plausible, and no slip of pounds or of the decimal point.
#include <algorithm>

#include "core/dosing.h"
#include "core/findings.h"

namespace stormkeel {

namespace {

// larger / smaller lies within `tolerance` of `ratio`.
bool ratio_is(Decimal a, Decimal b, Decimal ratio, Decimal tolerance) {
    const Decimal larger = std::max(a, b);
    const Decimal smaller = std::min(a, b);
    const auto low = multiply(smaller, ratio - tolerance);
    const auto high = multiply(smaller, ratio + tolerance);
    return low && high && larger >= *low && larger <= *high;
}

bool ratio_is_at_least(Decimal a, Decimal b, Decimal ratio) {
    const auto low = multiply(std::min(a, b), ratio);
    return low && std::max(a, b) >= *low;
}

std::string compared_with(const Course& course, const Parameters& parameters) {
    const Reading& weight = course[Item::weight];
    const Reading& before = course.previous_weight;
    if (!before.known() || before.amount <= Decimal{} || weight.amount <= Decimal{}) return {};
    // The lower of two weights errs to the smaller dose, but for where less weight means more per kg.
    const Decimal light = parameters.tocilizumab_light_below;
    const bool over_the_cliff = (weight.amount < light) != (before.amount < light);
    if (weight.conflict != no_fact && over_the_cliff) {
        return weight_text(weight.amount) + " and " + weight_text(before.amount) + " at one time, and below " +
               weight_text(light) + " the dose per kg is another; correct one of them";
    }
    const std::string both_texts = weight_text(weight.amount) + " now, " + weight_text(before.amount) + " before";
    if (ratio_is(weight.amount, before.amount, parameters.weight_pound_ratio, parameters.weight_pound_tolerance)) {
        return both_texts + ": one of them looks like pounds charted as kilograms; weigh again or correct it";
    }
    if (ratio_is_at_least(weight.amount, before.amount,
                          parameters.weight_slip_ratio - parameters.weight_pound_tolerance)) {
        return both_texts + ": one of them looks like a slip of the decimal point; weigh again or correct it";
    }
    return {};
}

std::string implausible_for_age(const Course& course, const Parameters& parameters) {
    const Decimal kg = course[Item::weight].amount;
    if (!course.age.known || course.age.years < parameters.adult_from_years) return {};
    if (kg >= parameters.weight_adult_at_least && kg <= parameters.weight_adult_at_most) return {};
    return weight_text(kg) + " is not plausible for an adult; weigh again or correct it";
}

std::string second_look(const Course& course, const Parameters& parameters) {
    const Decimal kg = course[Item::weight].amount;
    const Reading& before = course.previous_weight;
    if (course[Item::weight].conflict != no_fact) {
        return "charted at the same time as " + weight_text(before.amount) +
               ": the lower weight counts; correct one of them";
    }
    if (before.known() && before.amount > Decimal{}) {
        const Decimal change = std::max(kg, before.amount) - std::min(kg, before.amount);
        const auto allowed =
            scale(before.amount, parameters.weight_change_warning.billionths, Decimal::whole(100).billionths);
        if (allowed && change > *allowed) {
            return "weight changed from " + weight_text(before.amount) + " to " + weight_text(kg) + ": confirm it";
        }
    }
    const bool adult = course.age.known && course.age.years >= parameters.adult_from_years;
    if (adult && kg >= parameters.weight_adult_second_look) {
        return "a high weight: have a second person check that it is kilograms, not pounds";
    }
    const Decimal distance =
        std::max(kg, parameters.tocilizumab_light_below) - std::min(kg, parameters.tocilizumab_light_below);
    if (distance <= parameters.weight_cliff_margin) {
        return "close to " + weight_text(parameters.tocilizumab_light_below) +
               ", where the dose per kg changes: have a second person check the weight";
    }
    return {};
}

}  // namespace

WeightForDosing weight_for_dosing(const Course& course, const Parameters& parameters) {
    const Reading& weight = course[Item::weight];
    WeightForDosing found;
    found.fact = weight.fact;
    if (!weight.known()) {
        found.why = "no weight is on record";
        return found;
    }
    found.kg = weight.amount;
    if (!is_fresh(weight, parameters.weight_age, course.now)) {
        found.state = WeightState::stale;
        found.why = "the last weight, " + weight_text(weight.amount) + ", is of " + to_text(weight.at) +
                    "; one counts for " + to_words(parameters.weight_age) + " at most";
        return found;
    }
    found.state = WeightState::implausible;
    found.why = compared_with(course, parameters);
    if (found.why.empty()) found.why = implausible_for_age(course, parameters);
    if (!found.why.empty()) return found;
    found.state = WeightState::usable;
    found.warning = second_look(course, parameters);
    return found;
}

}  // namespace stormkeel
