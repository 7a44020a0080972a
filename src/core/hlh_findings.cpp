// Findings of the criteria that stand beside the status of HLH: IEC-HS, HLH-2004, and ferritin that rises fast.
#include <algorithm>

#include "core/all_findings.h"

namespace stormkeel {

namespace {

// The reading of an item within the window of the criteria; nothing when there is none.
const Reading* recent(const Bedside& bedside, Item item) {
    const Reading& reading = bedside.course[item];
    const bool fresh = is_fresh(reading, bedside.guideline.parameters.hlh_window, bedside.course.now);
    return fresh ? &reading : nullptr;
}

Truth below(const Bedside& bedside, Item item, Decimal limit) {
    const Reading* reading = recent(bedside, item);
    return reading == nullptr ? Truth::unknown : is_below(*reading, limit);
}

Truth above(const Bedside& bedside, Item item, Decimal limit) {
    const Reading* reading = recent(bedside, item);
    return reading == nullptr ? Truth::unknown : is_at_least(*reading, Decimal{limit.billionths + 1});
}

Truth at_least(const Bedside& bedside, Item item, Decimal limit) {
    const Reading* reading = recent(bedside, item);
    return reading == nullptr ? Truth::unknown : is_at_least(*reading, limit);
}

// A yes or no that counts as long as an organ grade does, and only since the therapy.
Truth charted(const Bedside& bedside, Item item) {
    const Reading& reading = bedside.course[item];
    const Course& course = bedside.course;
    const bool counts = course.therapy_known() && reading.at >= course.first_therapy.at &&
                        is_fresh(reading, bedside.guideline.parameters.hlh_organ_age, course.now);
    return counts ? truth_of(reading.code == answer::yes) : Truth::unknown;
}

Range count_of(std::initializer_list<Truth> signs) {
    Range range = exactly(0);
    for (const Truth sign : signs) {
        if (sign == Truth::present) ++range.lowest;
        if (sign != Truth::absent) ++range.highest;
    }
    return range;
}

bool has_doubled(const Reading& before, const Reading& now) {
    const Decimal least = interval_of(now).lowest;
    const Decimal most = interval_of(before).highest;
    return most.billionths < unbounded / 2 && least >= times(most, 2);
}

// The newest ferritin against each one before it: unknown while there is none to compare with.
Finding ferritin_rising(const Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    if (course.ferritin_count == 0) return finding(Truth::unknown);
    const Reading& newest = course.ferritins[course.ferritin_count - 1];
    if (!is_fresh(newest, parameters.hlh_window, course.now)) return finding(Truth::unknown);
    const Decimal above_limit{parameters.ferritin_rise_above.billionths + 1};
    bool compared = false;
    for (std::uint32_t i = 0; i + 1 < course.ferritin_count; ++i) {
        const Reading& before = course.ferritins[i];
        const Duration apart = newest.at - before.at;
        if (apart == Duration{}) continue;  // two values of one sample are no rise
        if (apart > parameters.ferritin_rise_within) continue;
        compared = true;
        const bool soon = apart <= parameters.ferritin_doubling_within;
        const bool high = is_at_least(newest, above_limit) == Truth::present;
        if (has_doubled(before, newest) && (soon || high)) {
            return finding(Truth::present).because(before).because(newest);
        }
    }
    return finding(compared ? Truth::absent : Truth::unknown);
}

// More than twice the upper limit or the baseline, or rising fast.
Finding iec_hs_ferritin(const Bedside& bedside, Truth rising) {
    const Parameters& parameters = bedside.guideline.parameters;
    const int factor = parameters.iec_hs_ferritin_times;
    Truth met = above(bedside, Item::ferritin, times(parameters.ferritin_upper_limit, factor));
    const Reading& baseline = bedside.course.baseline_ferritin;
    if (baseline.known() && baseline.comparator == Comparator::equal) {
        met = either(met, above(bedside, Item::ferritin, times(baseline.amount, factor)));
    }
    return finding(either(met, rising)).because(bedside.course[Item::ferritin]);
}

Range iec_hs_signs(const Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    const Decimal transaminases = times(parameters.transaminase_upper_limit, parameters.iec_hs_transaminase_times);
    const Truth liver = either(above(bedside, Item::ast, transaminases), above(bedside, Item::alt, transaminases));
    const Truth cytopenia = either(below(bedside, Item::platelets, parameters.platelets_grade_4_below),
                                   below(bedside, Item::anc, parameters.anc_grade_4_below));
    const Truth fibrinogen = below(bedside, Item::fibrinogen, parameters.hlh_fibrinogen);
    return count_of({liver, fibrinogen, cytopenia, charted(bedside, Item::hemophagocytosis)});
}

Truth high_fever(const Bedside& bedside) {
    const Duration window = bedside.guideline.parameters.hlh_window;
    if (is_fresh(bedside.course.high_fever, window, bedside.course.now)) return Truth::present;
    return recent(bedside, Item::temperature) == nullptr ? Truth::unknown : Truth::absent;
}

Range hlh_2004_signs(const Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    const Range low = count_of({below(bedside, Item::hemoglobin, parameters.hlh_2004_hemoglobin_below),
                                below(bedside, Item::platelets, parameters.hlh_2004_platelets_below),
                                below(bedside, Item::anc, parameters.hlh_2004_anc_below)});
    const Truth cytopenias = compare(low, Step::Kind::at_least, 2);  // two lineages, by the definition
    const Decimal above_fibrinogen{parameters.hlh_fibrinogen.billionths + 1};
    const Truth lipids = either(at_least(bedside, Item::triglycerides, parameters.hlh_2004_triglycerides),
                                below(bedside, Item::fibrinogen, above_fibrinogen));
    const Reading& ferritin = bedside.course.highest_ferritin;
    const Truth high_ferritin =
        ferritin.exists() ? is_at_least(ferritin, parameters.hlh_2004_ferritin) : Truth::unknown;
    const Reading* receptor = recent(bedside, Item::soluble_il2r);
    const bool in_units = receptor != nullptr && receptor->unit == Unit::u_per_ml;
    const Truth high_receptor = in_units ? is_at_least(*receptor, parameters.hlh_2004_il2r) : Truth::unknown;
    const Truth natural_killer_cells = Truth::unknown;  // no chart holds their activity
    return count_of({high_fever(bedside), charted(bedside, Item::splenomegaly), cytopenias, lipids,
                     charted(bedside, Item::hemophagocytosis), natural_killer_cells, high_ferritin, high_receptor});
}

// A fresh value that was measured after a dose of tocilizumab that still acts.
Finding after_tocilizumab(const Bedside& bedside, Item item) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    const Reading& reading = course[item];
    if (!is_fresh(reading, parameters.laboratory_age, course.now)) return finding(Truth::absent);
    for (const GivenDose& dose : course.tocilizumab.all()) {
        const bool acts = dose.at < reading.at && lies_within(dose.at, parameters.tocilizumab_effect, reading.at);
        if (acts) return finding(Truth::present).because(reading).because(dose.fact);
    }
    return finding(Truth::absent);
}

}  // namespace

void find_hlh_criteria(Bedside& bedside) {
    AllFindings& out = bedside.findings;
    const Finding rising = ferritin_rising(bedside);
    out.set(FindingId::ferritin_rising, rising);
    out.set(FindingId::iec_hs_ferritin, iec_hs_ferritin(bedside, truth_of(rising.range)));
    out.set(FindingId::iec_hs_signs, finding(iec_hs_signs(bedside)));
    out.set(FindingId::hlh_2004_signs, finding(hlh_2004_signs(bedside)));
    out.set(FindingId::crp_after_tocilizumab, after_tocilizumab(bedside, Item::crp));
    out.set(FindingId::il6_after_tocilizumab, after_tocilizumab(bedside, Item::il6));
}

}  // namespace stormkeel
