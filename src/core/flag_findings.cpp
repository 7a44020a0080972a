// Findings that are worth telling beside the grade, and what is charted at all.
#include <algorithm>

#include "core/all_findings.h"

namespace stormkeel {

namespace {

constexpr Decimal full_ice = Decimal::whole(10);  // all points of the scale

const Infusion* running(const Course& course, const Parameters& parameters, DrugClass wanted) {
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        if (parameters.is(course.infusions[i].drug, wanted) && course.infusions[i].runs()) return &course.infusions[i];
    }
    return nullptr;
}

void find_drug_flags(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    const Finding& vasopressin = out[FindingId::vasopressin];
    Finding alone =
        finding(both(truth_of(vasopressin.range), truth_of(out[FindingId::vasopressors].range.highest == 0)));
    out.set(FindingId::vasopressin_alone, alone.because(vasopressin.facts[0]));
    const Infusion* inotrope = running(course, parameters, DrugClass::inotrope);
    out.set(FindingId::inotrope,
            finding(truth_of(inotrope != nullptr)).because(inotrope ? inotrope->rate.fact : no_fact));
    const Infusion* dopamine = running(course, parameters, DrugClass::dopamine);
    const auto rate = dopamine != nullptr ? per_kg_per_min(course, dopamine->rate) : std::nullopt;
    const bool low = rate && *rate < parameters.dopamine_low_dose;
    out.set(FindingId::low_dose_dopamine, finding(truth_of(low)).because(low ? dopamine->rate.fact : no_fact));
    Finding unknown = finding(truth_of(course.more_unknown_infusions));
    for (std::uint32_t i = 0; i < course.unknown_infusion_count; ++i) {
        const Infusion& infusion = course.unknown_infusions[i];
        if (infusion.may_run()) unknown = finding(Truth::present).because(infusion.rate);
    }
    out.set(FindingId::unknown_infusion, unknown);
}

Finding fall_from_baseline(const Course& course, const Parameters& parameters) {
    const Reading& baseline = course[Item::baseline_systolic_bp];
    const Reading& systolic = course[Item::systolic_bp];
    if (!baseline.known() || !is_fresh(systolic, parameters.vital_signs_age, course.now)) return finding(Truth::absent);
    const Decimal fall = baseline.amount - systolic.amount;
    const auto share =
        scale(baseline.amount, parameters.systolic_fall_percent.billionths, Decimal::whole(100).billionths);
    const bool fell = fall >= parameters.systolic_fall_absolute || (share && fall >= *share);
    return fell ? finding(Truth::present).because(systolic).because(baseline) : finding(Truth::absent);
}

Finding outside_window(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Reading& therapy = course[Item::therapy];
    const auto& usual = bedside.guideline.parameters.usual_onset_days;
    const bool open = bedside.findings.truth(FindingId::episode_open) == Truth::present;
    if (!open || !therapy.exists() || therapy.code >= usual.size()) return finding(Truth::absent);
    const Decimal limit = usual[therapy.code];
    if (limit <= Decimal{} || therapy.at > course.episode.onset) return finding(Truth::absent);
    const auto microseconds = scale(limit, days(1).microseconds, Decimal::one);
    const bool late = microseconds && (course.episode.onset - therapy.at).microseconds > microseconds->billionths;
    return late ? finding(Truth::present).because(course.episode.onset_fact).because(therapy) : finding(Truth::absent);
}

Finding small_child_flow(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    if (!oxygen_device_known(course, parameters) || !course.oxygen_flow.known()) return finding(Truth::absent);
    const Reading& weight = course[Item::weight];
    const bool light = weight.known() && weight.amount < parameters.small_child_weight;
    const bool infant = course.age.known && course.age.years < parameters.infant_below_years;
    const bool small = light || infant;
    return small ? finding(Truth::present).because(course.oxygen_flow) : finding(Truth::absent);
}

// Points were missing already before the first therapy, surely.
Finding low_ice_before_therapy(const Course& course) {
    const Reading& before = course.baseline_ice;
    const bool low = before.known() && is_below(before, full_ice) == Truth::present;
    return finding(truth_of(low)).because(low ? before.fact : no_fact);
}

// The last reading of every item, of the present device and of every infusion.
template <class Look>
void for_each_reading(const Course& course, Look look) {
    for (std::size_t i = 0; i < item_count; ++i) look(static_cast<Item>(i), course.last[i]);
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) look(Item::rate, course.infusions[i].rate);
}

void find_odd_readings(Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    Finding conflict = finding(Truth::absent);
    Finding unchanged = finding(Truth::absent);
    for_each_reading(bedside.course, [&](Item item, const Reading& reading) {
        if (!reading.known()) return;
        if (reading.conflict != no_fact) {
            conflict.range = range_of(Truth::present);
            conflict.because(reading).because(reading.conflict);
        }
        const bool vital = item >= Item::temperature && item <= Item::spo2;
        if (vital && reading.same_in_a_row >= parameters.unchanged_in_a_row) {
            unchanged = finding(Truth::present).because(reading);
        }
    });
    bedside.findings.set(FindingId::values_conflict, conflict);
    bedside.findings.set(FindingId::unchanged_readings, unchanged);
}

Finding attribution_lapsed(const Bedside& bedside) {
    const Course& course = bedside.course;
    for (const Component component : {Component::fever, Component::hypotension, Component::hypoxia}) {
        const Attribution& attribution = course.attribution[attribution_index(component)];
        const bool lapsed =
            attribution.from != never && !is_attributed(course, bedside.guideline.parameters, component);
        if (lapsed) return finding(Truth::present).because(attribution.fact);
    }
    return finding(Truth::absent);
}

// The hospital's own grade, charted lately, lies outside of what is possible here.
Finding charted_differs(const Bedside& bedside, Item item, Range ours) {
    const Reading& charted = bedside.course[item];
    const Duration age = bedside.guideline.parameters.charted_grade_age;
    if (!charted.known() || !is_fresh(charted, age, bedside.course.now)) return finding(Truth::absent);
    const std::int64_t grade = charted.amount.billionths / Decimal::one;
    const bool differs = grade < ours.lowest || grade > ours.highest;
    return differs ? finding(Truth::present).because(charted) : finding(Truth::absent);
}

}  // namespace

void find_flags(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    find_drug_flags(bedside);
    find_odd_readings(bedside);
    const bool fever_seen = course.last_fever != never;
    out.set(FindingId::fever_ever, finding(truth_of(fever_seen)).because(course.last_fever_fact));
    const bool hidden = !fever_seen && course.first_antipyretic != never;
    out.set(FindingId::antipyretic_before_fever,
            finding(truth_of(hidden)).because(hidden ? course.antipyretic_fact : no_fact));
    const bool open = out.truth(FindingId::episode_open) == Truth::present;
    out.set(FindingId::support_before_fever, finding(truth_of(open && course.episode.support_came_first)));
    out.set(FindingId::outside_window, outside_window(bedside));
    out.set(FindingId::bp_fall_from_baseline, fall_from_baseline(course, parameters));
    const auto oxygen = [&](bool holds, const Reading& because) {
        return finding(truth_of(holds))
            .because(holds ? course[Item::oxygen_device].fact : no_fact)
            .because(holds ? because.fact : no_fact);
    };
    out.set(FindingId::oxygen_for_other_reason,
            oxygen(oxygen_for_other_reason(course, parameters), course.oxygen_reason));
    out.set(FindingId::oxygen_at_baseline,
            oxygen(oxygen_at_baseline(course, parameters), course[Item::baseline_oxygen]));
    out.set(FindingId::small_child_flow, small_child_flow(bedside));
    out.set(FindingId::low_ice_before_therapy, low_ice_before_therapy(course));
    out.set(FindingId::low_saturation_on_oxygen, find_low_saturation_on_oxygen(course, parameters));
    out.set(FindingId::attribution_lapsed, attribution_lapsed(bedside));
    const auto charted = [&](FindingId id, Item item, Range ours) {
        out.set(id, charted_differs(bedside, item, ours));
    };
    charted(FindingId::charted_crs_differs, Item::charted_crs, bedside.grades.crs);
    charted(FindingId::charted_icans_differs, Item::charted_icans, bedside.grades.icans);
}

void find_known(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    const auto set = [&out](FindingId id, bool holds) { out.set(id, finding(truth_of(holds))); };
    const auto fresh = [&](Item item, Duration age) { return is_fresh(course[item], age, course.now); };
    set(FindingId::oxygen_device_known, oxygen_device_known(course, parameters));
    const bool cannula =
        oxygen_device_known(course, parameters) && course[Item::oxygen_device].code == device::nasal_cannula;
    set(FindingId::oxygen_flow_known, !cannula || oxygen_flow_known(course, parameters));
    set(FindingId::spo2_known, fresh(Item::spo2, parameters.vital_signs_age));
    set(FindingId::blood_pressure_known,
        fresh(Item::systolic_bp, parameters.vital_signs_age) || fresh(Item::mean_bp, parameters.vital_signs_age));
    set(FindingId::temperature_known, out.truth(FindingId::fever) != Truth::unknown);
    set(FindingId::medication_record_known, medication_record_known(course, parameters));
    set(FindingId::birth_date_known, course.age.known);
    set(FindingId::therapy_known, course.therapy_known());
    const WeightForDosing weight = weight_for_dosing(course, parameters);
    set(FindingId::weight_usable, weight.state == WeightState::usable);
    // Two weights of one instant are asked about even when they are close and the lower one counts.
    set(FindingId::weight_implausible,
        weight.state == WeightState::implausible || course[Item::weight].conflict != no_fact);
    const Neurology neurology = find_neurology(course, parameters);
    set(FindingId::consciousness_known, is_examination(course, parameters, Item::consciousness));
    const bool by_capd = truth_of(neurology.capd_applies.range) == Truth::present;
    set(FindingId::ice_known, is_examination(course, parameters, by_capd ? Item::capd : Item::ice_score));
    set(FindingId::sedated, neurology.sedated);
    set(FindingId::neuro_defaults, neurology.defaulted);
    out.set(FindingId::examined_under_sedation, neurology.under_sedation);
    const Reading& death = course[Item::death];
    set(FindingId::cause_of_death_known, !death.exists() || death.code != death::unknown);
    set(FindingId::ferritin_known, course.highest_ferritin.exists());
}

}  // namespace stormkeel
