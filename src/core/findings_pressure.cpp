// Hypotension by the limit of the patient's age, and the vasopressors that run.
#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

PressureLimit systolic_limit(const Course& course, const Parameters& parameters) {
    const auto same = [](Decimal limit) { return PressureLimit{limit, limit}; };
    if (!course.age.known) {
        const Decimal lowest = std::min(parameters.systolic_limit_neonate, parameters.systolic_limit_adult);
        return {lowest, parameters.systolic_limit_adult};
    }
    const Age& age = course.age;
    if (age.months < 1) return same(parameters.systolic_limit_neonate);
    if (age.years < 1) return same(parameters.systolic_limit_infant);
    if (age.years > parameters.child_limit_up_to_years) return same(parameters.systolic_limit_adult);
    const std::int64_t years = age.years;
    return same(parameters.systolic_limit_child_base +
                Decimal{parameters.systolic_limit_child_per_year.billionths * years});
}

namespace {

// Between the lowest and the highest limit the patient's age decides, and it is not known.
Truth below_limit(const Reading& reading, PressureLimit limit) {
    const Truth certain = is_below(reading, limit.certain);
    if (certain == Truth::present) return Truth::present;
    return is_below(reading, limit.possible) == Truth::absent ? Truth::absent : Truth::unknown;
}

const Reading& latest_mean(const Course& course) {
    const Reading& measured = course[Item::mean_bp];
    return course.mean_derived_at > measured.at ? course.derived_mean : measured;
}

// The mean decides for adults; for a patient of unknown age a low mean may or may not count.
Truth low_mean(const Course& course, const Parameters& parameters, const Reading& mean) {
    const Truth low = is_below(mean, parameters.mean_limit_adult);
    if (course.age.known) return course.age.years >= parameters.adult_from_years ? low : Truth::absent;
    return both(low, Truth::unknown);
}

bool counts_mean(const Course& course, const Parameters& parameters) {
    return !course.age.known || course.age.years >= parameters.adult_from_years;
}

}  // namespace

Finding find_hypotension(const Course& course, const Parameters& parameters) {
    if (is_attributed(course, parameters, Component::hypotension)) {
        return finding(Truth::absent).because(course.attribution[attribution_index(Component::hypotension)].fact);
    }
    const Reading& systolic = course[Item::systolic_bp];
    const Reading& mean = latest_mean(course);
    const bool systolic_fresh = is_fresh(systolic, parameters.vital_signs_age, course.now);
    const bool mean_fresh = is_fresh(mean, parameters.vital_signs_age, course.now) && counts_mean(course, parameters);
    if (!systolic_fresh && !mean_fresh) return finding(Truth::unknown).because(systolic).because(mean);
    // A good mean alone does not say that the systolic pressure is good too.
    const Truth by_systolic =
        systolic_fresh ? below_limit(systolic, systolic_limit(course, parameters)) : Truth::unknown;
    const Truth by_mean = mean_fresh ? low_mean(course, parameters, mean) : Truth::absent;
    Finding found = finding(either(by_systolic, by_mean));
    // The reading that decides is named first.
    if (by_mean > by_systolic) {
        found.because(mean);
        if (mean.fact == systolic.fact) found.because(course[Item::diastolic_bp]);
        return found.because(systolic_fresh ? systolic.fact : no_fact);
    }
    if (systolic_fresh) found.because(systolic);
    return mean_fresh ? found.because(mean) : found;
}

bool medication_record_known(const Course& course, const Parameters& parameters) {
    return course.medication_record == MedicationRecord::complete || parameters.feed_complete > 0 ||
           lies_within(course.last_drug_record, parameters.medication_record_window, course.now);
}

Finding find_vasopressors(const Course& course, const Parameters& parameters) {
    if (is_attributed(course, parameters, Component::hypotension)) return finding(exactly(0));
    Finding found = finding(exactly(0));
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        const Infusion& infusion = course.infusions[i];
        if (!parameters.is(infusion.drug, DrugClass::vasopressor) || !infusion.may_run()) continue;
        if (infusion.runs()) ++found.range.lowest;
        ++found.range.highest;
        found.because(infusion.rate);
    }
    // A drug nobody knows, or a record that is silent about drugs, leaves the number open upwards.
    bool open = course.more_unknown_infusions || !medication_record_known(course, parameters);
    for (std::uint32_t i = 0; i < course.unknown_infusion_count; ++i) {
        if (!course.unknown_infusions[i].may_run()) continue;
        open = true;
        found.because(course.unknown_infusions[i].rate);
    }
    if (open) found.range.highest = unbounded;
    return found;
}

Finding find_vasopressin(const Course& course, const Parameters& parameters) {
    if (is_attributed(course, parameters, Component::hypotension)) return finding(Truth::absent);
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        const Infusion& infusion = course.infusions[i];
        if (!parameters.is(infusion.drug, DrugClass::vasopressin) || !infusion.may_run()) continue;
        return finding(infusion.runs() ? Truth::present : Truth::unknown).because(infusion.rate);
    }
    return finding(medication_record_known(course, parameters) ? Truth::absent : Truth::unknown);
}

namespace {

// An amount a minute, of each kilogram of the patient; nothing without a weight.
std::optional<Decimal> per_kg(const Course& course, Decimal per_min) {
    const Reading& weight = course[Item::weight];
    if (!weight.known() || weight.amount <= Decimal{}) return std::nullopt;
    return scale(per_min, Decimal::one, weight.amount.billionths);
}

}  // namespace

std::optional<Decimal> per_kg_per_min(const Course& course, const Reading& rate) {
    if (rate.state != ValueState::known || rate.comparator != Comparator::equal) return std::nullopt;
    if (rate.unit == Unit::ug_per_kg_per_min) return rate.amount;
    std::optional<Decimal> per_min;
    if (rate.unit == Unit::ug_per_min) per_min = rate.amount;
    if (rate.unit == Unit::mg_per_h) per_min = scale(rate.amount, 1000, 60);
    return per_min ? per_kg(course, *per_min) : std::nullopt;
}

namespace {

// What one infusion adds in norepinephrine equivalents, in ug/kg/min. Dopamine is counted by its rate per kilogram,
// and what it equals is an amount a minute.
std::optional<Decimal> norepinephrine_of(const Course& course, const Parameters& parameters, const Infusion& infusion) {
    if (infusion.drug >= parameters.norepinephrine_equivalent.size()) return std::nullopt;
    const Decimal factor = parameters.norepinephrine_equivalent[infusion.drug];
    const auto rate = per_kg_per_min(course, infusion.rate);
    if (factor <= Decimal{} || !rate) return std::nullopt;
    const auto equal = multiply(*rate, factor);
    if (!equal || !parameters.is(infusion.drug, DrugClass::dopamine)) return equal;
    return per_kg(course, *equal);
}

}  // namespace

std::optional<Decimal> vasopressor_dose(const Course& course, const Parameters& parameters) {
    Decimal sum{};
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        const Infusion& infusion = course.infusions[i];
        if (!parameters.is(infusion.drug, DrugClass::vasopressor) || !infusion.may_run()) continue;
        const auto equivalent = norepinephrine_of(course, parameters, infusion);
        if (!equivalent || equivalent->billionths > unbounded - sum.billionths) return std::nullopt;
        sum = sum + *equivalent;
    }
    return sum;
}

}  // namespace stormkeel
