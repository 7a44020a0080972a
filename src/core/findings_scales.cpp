// What the other scales look at: fraction of oxygen, ventilation, vasopressors in all and by dose, fluid, organs.
#include "core/findings_scales.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr std::array<Item, 4> organ_items{Item::ctcae_liver, Item::ctcae_kidney, Item::ctcae_lung, Item::ctcae_heart};
constexpr std::int64_t highest_organ_grade = 4;  // of the living

bool is_adult(const Course& course, const Parameters& parameters) {
    return course.age.known && course.age.years >= parameters.adult_from_years;
}

// A fraction that was charted belongs to the device it was charted with and holds as long.
bool fraction_holds(const Course& course, const Parameters& parameters, Instant device_since) {
    const Reading& fraction = course[Item::fio2];
    if (!is_fresh(fraction, parameters.oxygen_device_age, course.now)) return false;
    return course[Item::oxygen_device].at == never || fraction.at >= device_since;
}

bool on_device(const Course& course, const Parameters& parameters, std::initializer_list<std::uint16_t> codes) {
    if (!oxygen_device_known(course, parameters)) return false;
    return std::find(codes.begin(), codes.end(), course[Item::oxygen_device].code) != codes.end();
}

// A device that counts, one of `codes`; unknown while the device is not known.
Finding ventilated(const Bedside& bedside, std::initializer_list<std::uint16_t> codes) {
    const Finding& support = bedside.findings[FindingId::oxygen_support];
    Finding found = support;
    found.range = range_of(Truth::absent);
    if (support.range == exactly(no_support)) return found;
    const Parameters& parameters = bedside.guideline.parameters;
    const bool known = oxygen_device_known(bedside.course, parameters);
    found.range = range_of(known ? truth_of(on_device(bedside.course, parameters, codes)) : Truth::unknown);
    return found;
}

void find_oxygen(Bedside& bedside, Instant device_since) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    const Finding& support = out[FindingId::oxygen_support];
    const OxygenFraction fraction = oxygen_fraction(course, parameters, device_since);
    const auto with_facts = [&](Truth truth) {
        Finding found = support;
        found.range = range_of(truth);
        return fraction.from.exists() ? found.because(fraction.from) : found;
    };
    const bool more_than_air = fraction_holds(course, parameters, device_since) &&
                               interval_of(course[Item::fio2]).lowest > parameters.fio2_room_air;
    const bool counts = support.range != exactly(no_support);
    const Truth given = support.range.lowest > no_support || (counts && more_than_air) ? Truth::present
                        : counts                                                       ? Truth::unknown
                                                                                       : Truth::absent;
    out.set(FindingId::supplemental_oxygen, with_facts(given));
    const Decimal limit = parameters.fio2_high_at_least;
    const Truth high = fraction.lowest >= limit   ? Truth::present
                       : fraction.highest < limit ? Truth::absent
                                                  : Truth::unknown;
    out.set(FindingId::high_fio2, with_facts(high));
    out.set(FindingId::invasive_ventilation, ventilated(bedside, {device::invasive_ventilation, device::ecmo}));
    out.set(FindingId::bilevel_ventilation, ventilated(bedside, {device::bipap}));
}

void find_vasopressor_history(Bedside& bedside, const SupportHistory& history) {
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    const Finding& counted = out[FindingId::vasopressors];
    const Finding& vasopressin = out[FindingId::vasopressin];
    Finding all = counted;
    all.because(vasopressin.facts[0]);
    all.range = between(counted.range.lowest + vasopressin.range.lowest,
                        std::min(unbounded, counted.range.highest + vasopressin.range.highest));
    out.set(FindingId::vasopressors_in_all, all);
    Finding high = all;
    Finding lasted = all;
    if (is_attributed(bedside.course, parameters, Component::hypotension)) {
        high.range = range_of(Truth::absent);
        lasted.range = not_happened;
    } else {
        high.range = range_of(compare(history.high_dose.length(bedside.course.now), Step::Kind::at_least,
                                      parameters.high_dose_length.microseconds));
        lasted.range = history.vasopressor.length(bedside.course.now);
        // A record that is silent about drugs does not tell when one began.
        if (!medication_record_known(bedside.course, parameters)) {
            lasted.range.highest = unbounded;
            if (truth_of(high.range) == Truth::absent) high.range = range_of(Truth::unknown);
        }
    }
    out.set(FindingId::high_dose_vasopressor, high.because(bedside.course[Item::weight]));
    out.set(FindingId::vasopressor_duration, lasted);
}

// A low pressure and a bolus, both within the time a bolus counts, and the pressure is not low now.
Finding fluid_responsive(const Bedside& bedside, std::uint32_t bolus) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    if (is_attributed(course, parameters, Component::hypotension)) return finding(Truth::absent);
    const bool given = bedside.findings[FindingId::fluid_boluses].range.lowest >= 1;
    const bool was_low = lies_within(course.last_hypotension, parameters.fluid_bolus_age, course.now);
    if (!given || !was_low) return finding(Truth::absent);
    const Truth low_now = bedside.findings.truth(FindingId::hypotension);
    return finding(negated(low_now)).because(bolus).because(course[Item::systolic_bp]);
}

bool organ_holds(const Course& course, const Parameters& parameters, Item organ) {
    const bool since_therapy = !course.therapy_known() || course[organ].at >= course.first_therapy.at;
    return since_therapy && is_fresh(course[organ], parameters.organ_toxicity_age, course.now);
}

// The grade of one organ: as charted, none beside a fresh grade of another organ, else any.
Finding organ_grade(const Course& course, const Parameters& parameters, Item organ) {
    if (organ_holds(course, parameters, organ)) {
        return finding(exactly(course[organ].amount.billionths / Decimal::one)).because(course[organ]);
    }
    const bool examined = organs_taken_as_none(course, parameters).size() < organ_items.size();
    return finding(examined ? exactly(0) : between(0, highest_organ_grade));
}

// Whether the liver's toxicity is of the transaminases alone: normal bilirubin says so, normal transaminases deny it.
Finding transaminases_alone(const Course& course, const Parameters& parameters) {
    const auto normal = [&](Item item, Decimal limit) {
        const Reading& reading = course[item];
        if (!is_fresh(reading, parameters.laboratory_age, course.now)) return Truth::unknown;
        return is_below(reading, Decimal{limit.billionths + 1});
    };
    const Truth bilirubin = normal(Item::bilirubin, parameters.bilirubin_normal_at_most);
    const Truth transaminases = both(normal(Item::ast, parameters.transaminases_normal_at_most),
                                     normal(Item::alt, parameters.transaminases_normal_at_most));
    const bool alone = bilirubin == Truth::present && transaminases != Truth::present;
    const bool denied = transaminases == Truth::present && bilirubin != Truth::present;
    Finding found = finding(alone ? Truth::present : denied ? Truth::absent : Truth::unknown);
    if (alone) return found.because(course[Item::bilirubin]);
    return denied ? found.because(course[Item::ast]).because(course[Item::alt]) : found;
}

void find_organs(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    Finding worst = finding(exactly(0));
    const auto count_in = [&worst](const Finding& organ) {
        worst.range = between(std::max(worst.range.lowest, organ.range.lowest),
                              std::max(worst.range.highest, organ.range.highest));
        for (const std::uint32_t fact : organ.facts) worst.because(fact);
    };
    Finding liver = organ_grade(course, parameters, Item::ctcae_liver);
    bedside.findings.set(FindingId::liver_toxicity, liver);
    const std::int64_t grade = liver.range.lowest;
    const bool counts_less =
        liver.range.known() && grade >= parameters.transaminitis_counts_less_from && grade <= highest_organ_grade;
    if (counts_less) {
        const Finding alone = transaminases_alone(course, parameters);
        const Truth truth = truth_of(alone.range);
        liver.range = between(truth == Truth::absent ? grade : grade - 1, truth == Truth::present ? grade - 1 : grade);
        for (const std::uint32_t fact : alone.facts) liver.because(fact);
    }
    count_in(liver);
    for (const Item organ : {Item::ctcae_kidney, Item::ctcae_lung, Item::ctcae_heart}) {
        const Finding found = organ_grade(course, parameters, organ);
        if (organ == Item::ctcae_kidney) bedside.findings.set(FindingId::kidney_toxicity, found);
        count_in(found);
    }
    bedside.findings.set(FindingId::organ_toxicity, worst);
}

}  // namespace

OxygenFraction oxygen_fraction(const Course& course, const Parameters& parameters, Instant device_since) {
    const Decimal air = parameters.fio2_room_air;
    const Decimal pure = Decimal::whole(100);
    if (find_oxygen_support(course, parameters).range == exactly(no_support)) return {air, air, false, {}};
    const Reading& charted = course[Item::fio2];
    if (fraction_holds(course, parameters, device_since)) {
        const Interval known = interval_of(charted);
        return {std::max(known.lowest, air), std::min(known.highest, pure), false, charted};
    }
    const Reading& flow = course.oxygen_flow;
    const bool cannula = on_device(course, parameters, {device::nasal_cannula}) && flow.known();
    if (!cannula || !is_adult(course, parameters)) return {air, pure, false, {}};
    const auto estimate = [&](Decimal flow_rate) {
        const auto added = multiply(std::clamp(flow_rate, Decimal{}, pure), parameters.fio2_cannula_per_flow);
        return std::clamp(added ? parameters.fio2_cannula_base + *added : pure, air, pure);
    };
    const Interval known = interval_of(flow);
    return {estimate(known.lowest), estimate(known.highest), true, flow};
}

std::vector<Item> organs_taken_as_none(const Course& course, const Parameters& parameters) {
    std::vector<Item> missing;
    for (const Item organ : organ_items) {
        if (!organ_holds(course, parameters, organ)) missing.push_back(organ);
    }
    return missing;
}

void find_comparison(Bedside& bedside, const SupportHistory& history) {
    AllFindings& out = bedside.findings;
    find_oxygen(bedside, history.device_since);
    find_vasopressor_history(bedside, history);
    out.set(FindingId::fluid_responsive_hypotension, fluid_responsive(bedside, history.last_bolus_fact));
    find_organs(bedside);
    // Only intensive care is charted of all stays; that nobody charted it says nothing of the others.
    Finding stay = out[FindingId::in_icu];
    if (truth_of(stay.range) != Truth::present) stay = finding(Truth::unknown);
    out.set(FindingId::hospital_stay, stay);
}

}  // namespace stormkeel
