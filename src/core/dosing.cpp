// Doses with their working: per kilogram with the light patient's rule and the maximum, or flat for adults.
#include "core/dosing.h"

#include <algorithm>

#include "core/vials.h"

namespace stormkeel {

namespace {

Decimal rounded(Decimal value, std::int64_t step) {
    const std::int64_t half = value.billionths < 0 ? -step / 2 : step / 2;
    return {(value.billionths + half) / step * step};
}

// 1120 → "1,120": whole thousands are set apart so that a dose is not misread.
std::string grouped(Decimal value) {
    std::string text = to_text(value);
    std::size_t end = text.find('.');
    if (end == std::string::npos) end = text.size();
    const std::size_t start = text.starts_with('-') ? 1 : 0;
    for (std::size_t i = end; i > start + 3; i -= 3) text.insert(i - 3, ",");
    return text;
}

bool per_kg(Unit unit) { return unit == Unit::mg_per_kg || unit == Unit::ml_per_kg; }

Unit absolute(Unit unit) { return unit == Unit::mg_per_kg ? Unit::mg : unit == Unit::ml_per_kg ? Unit::ml : unit; }

Dose dose_per_kg(const DoseRule& rule, const Course& course, const Parameters& parameters) {
    Dose dose;
    dose.unit = absolute(rule.unit);
    const WeightForDosing weight = weight_for_dosing(course, parameters);
    const bool light = rule.light_below_kg && weight.kg < *rule.light_below_kg;
    const Decimal rate = light && rule.light_amount ? *rule.light_amount : rule.amount;
    if (weight.state != WeightState::usable) {
        dose.working = "not calculated: " + weight.why;
        return dose;
    }
    const auto product = multiply(rate, weight.kg);
    if (!product) {
        dose.working = "not calculated: the weight is out of range";
        return dose;
    }
    dose.value = rule.maximum ? std::min(*product, *rule.maximum) : *product;
    dose.working = to_text(rate) + " " + std::string(words(rule.unit)) + " × " + weight_text(weight.kg) + " = " +
                   amount_text(*product, dose.unit);
    if (light) dose.working += " (below " + to_text(*rule.light_below_kg) + " kg)";
    if (rule.maximum) {
        dose.working += "; maximum " + amount_text(*rule.maximum, dose.unit);
        if (*product > *rule.maximum) dose.working += ", which applies";
    }
    if (!weight.warning.empty()) dose.working += "; " + weight.warning;
    return dose;
}

Dose flat_dose(const DoseRule& rule, const Course& course, const Parameters& parameters) {
    Dose dose;
    dose.unit = rule.unit;
    const bool adult = course.age.known && course.age.years >= parameters.adult_from_years;
    const bool for_patient = rule.population == Population::everyone ||
                             (rule.population == Population::adult && adult) ||
                             (rule.population == Population::child && course.age.known && !adult);
    if (for_patient) {
        dose.value = rule.amount;
        dose.working = rule.population == Population::adult ? "flat dose for adults" : "";
        if (rule.population == Population::child) dose.working = "flat dose for children";
        return dose;
    }
    dose.working = course.age.known
                       ? "not shown: the flat adult dose is not meant for a child; ask a paediatric pharmacist"
                       : "not shown: the flat dose is meant for adults, and no birth date is on record";
    return dose;
}

}  // namespace

std::string amount_text(Decimal value, Unit unit) {
    return grouped(rounded(value, Decimal::one / 10)) + " " + std::string(words(unit));
}

std::string weight_text(Decimal kg) { return to_text(rounded(kg, Decimal::one / 100)) + " kg"; }

namespace {

DoseRule tocilizumab_rule(const Parameters& parameters) {
    DoseRule rule;
    rule.amount = parameters.tocilizumab_per_kg;
    rule.unit = Unit::mg_per_kg;
    rule.light_below_kg = parameters.tocilizumab_light_below;
    rule.light_amount = parameters.tocilizumab_light_per_kg;
    rule.maximum = parameters.tocilizumab_maximum;
    return rule;
}

}  // namespace

Dose calculate_dose(const DoseRule& rule, const Course& course, const Parameters& parameters) {
    if (rule.basis == DoseRule::Basis::tocilizumab) {
        Dose dose = dose_per_kg(tocilizumab_rule(parameters), course, parameters);
        add_vials(dose, parameters);
        return dose;
    }
    return per_kg(rule.unit) ? dose_per_kg(rule, course, parameters) : flat_dose(rule, course, parameters);
}

std::optional<Decimal> as_dexamethasone(DrugId drug, Decimal mg, const Parameters& parameters) {
    if (drug >= parameters.dexamethasone_equivalent.size()) return std::nullopt;
    const Decimal equal = parameters.dexamethasone_equivalent[drug];
    if (equal <= Decimal{}) return std::nullopt;
    return scale(mg, Decimal::one, equal.billionths);
}

std::string equivalent_text(DrugId drug, Decimal mg, const Parameters& parameters) {
    const auto equal = as_dexamethasone(drug, mg, parameters);
    if (!equal) return {};
    const std::int64_t rounded = (equal->billionths + Decimal::one / 2) / Decimal::one;
    return amount_text(mg, Unit::mg) + " is about dexamethasone " + std::to_string(rounded) + " mg";
}

}  // namespace stormkeel
