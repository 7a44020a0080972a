// When mere time can change an answer: a reading goes stale, a window closes, a rule's length of time is reached.
#include <algorithm>

#include "core/grading.h"

namespace stormkeel {

namespace {

// Keeps the earliest instant after now.
struct Earliest {
    Instant now;
    Instant found = forever;

    void consider(Instant at) {
        if (at > now && at < found) found = at;
    }
    void stale(const Reading& reading, Duration limit) { consider(stale_at(reading.at, limit)); }
    void window(Instant at, Duration length) {
        if (at != never) consider(at + length);
    }
};

// Tells `visit` of everything that counts for grading since when it does, and for how long from then on.
template <class Visit>
void for_each_age(const Course& course, const Parameters& parameters, Visit&& visit) {
    const auto stale = [&](const Reading& reading, Duration age) { visit(reading.at, age + seconds(1)); };
    for (const Item item : {Item::temperature, Item::systolic_bp, Item::mean_bp, Item::spo2}) {
        stale(course[item], parameters.vital_signs_age);
    }
    stale(course.derived_mean, parameters.vital_signs_age);
    visit(course.last_fever, parameters.fever_window);
    visit(course.untreated_fever, parameters.fever_window);
    stale(course[Item::oxygen_device], parameters.oxygen_device_age);
    stale(course.oxygen_flow, parameters.oxygen_device_age);
    for (const Item item : {Item::ice_score, Item::capd, Item::consciousness, Item::seizure, Item::motor_weakness,
                            Item::cerebral_edema, Item::sedated}) {
        stale(course[item], parameters.neurology_age);
    }
    for (const Attribution& attribution : course.attribution) {
        visit(attribution.from, parameters.attribution_length + seconds(1));
    }
    const bool partial = course.medication_record == MedicationRecord::partial;
    visit(partial ? course.last_drug_record : never, parameters.medication_record_window);
    // HLH that is suspected is treated as a higher grade.
    for (const Item organ : {Item::ctcae_liver, Item::ctcae_kidney, Item::ctcae_lung, Item::hemophagocytosis}) {
        stale(course[organ], parameters.hlh_organ_age);
    }
    for (const Item value : {Item::ferritin, Item::ast, Item::alt, Item::fibrinogen, Item::platelets, Item::anc,
                             Item::hemoglobin, Item::triglycerides, Item::soluble_il2r, Item::temperature}) {
        stale(course[value], parameters.hlh_window);
    }
    stale(course.high_fever, parameters.hlh_window);
    stale(course[Item::splenomegaly], parameters.hlh_organ_age);
    for (const Item value : {Item::crp, Item::il6}) stale(course[value], parameters.laboratory_age);
}

// Limits of blood pressure change with age while the patient is young; one year is a margin for the birthday itself.
void consider_birthday(Earliest& earliest, const Course& course, const Parameters& parameters) {
    const int grown_up = std::max(parameters.adult_from_years, parameters.capd_up_to_years);
    if (course.age.known && course.age.years <= grown_up) earliest.consider(course.age.changes_at);
}

// What another product's pack says can never come to hold by waiting.
bool concerns(const Guideline& guideline, StatementId statement, const Course& course) {
    const std::vector<ProductId>& products = guideline.packs[guideline.statements[statement].pack].products;
    return products.empty() ||
           std::find(products.begin(), products.end(), course[Item::therapy].code) != products.end();
}

void consider_condition(Earliest& earliest, const Course& course, const Condition& condition) {
    for (const Step& step : lengths_of(condition)) {
        if (step.finding == FindingId::count_of_findings || kind_of(step.finding) != FindingKind::duration) continue;
        const Instant start = start_of(step.finding, course);
        if (start == never) continue;
        if (step.kind != Step::Kind::at_most) earliest.consider(start + Duration{step.value});
        if (step.kind != Step::Kind::at_least) earliest.consider(start + Duration{step.value + 1});
    }
}

template <class Rules>
void consider_rules(Earliest& earliest, const Course& course, const Guideline& guideline, const Rules& rules) {
    for (const auto& rule : rules) {
        if (lengths_of(rule.when).empty()) continue;
        Earliest sooner = earliest;
        consider_condition(sooner, course, rule.when);
        if (sooner.found < earliest.found && concerns(guideline, rule.statement, course)) earliest = sooner;
    }
}

// The day of the therapy, completed 24 hours since it was given, stands in every answer.
void consider_day(Earliest& earliest, const Course& course) {
    const Reading& therapy = course[Item::therapy];
    if (!therapy.exists()) return;
    const Duration day = days(1);
    earliest.consider(therapy.at +
                      Duration{((course.now - therapy.at).microseconds / day.microseconds + 1) * day.microseconds});
}

void consider_advice(Earliest& earliest, const Course& course, const Guideline& guideline) {
    const Parameters& parameters = guideline.parameters;
    consider_rules(earliest, course, guideline, guideline.advice);
    consider_rules(earliest, course, guideline, guideline.notes);
    consider_rules(earliest, course, guideline, guideline.questions);
    consider_rules(earliest, course, guideline, guideline.clocks);
    earliest.stale(course[Item::weight], parameters.weight_age);
    consider_day(earliest, course);
    earliest.stale(course[Item::therapy], risk_window(course, parameters));
    for (const Item charted : {Item::charted_crs, Item::charted_icans}) {
        earliest.stale(course[charted], parameters.charted_grade_age);
    }
    earliest.stale(course[Item::anc], parameters.laboratory_age);
    for (const auto* panel : {&parameters.panel_a, &parameters.panel_b}) {
        for (const PanelPart& part : *panel) {
            for (const std::vector<Item>& alternatives : part.tests) {
                for (const Item test : alternatives) earliest.stale(course[test], parameters.laboratory_age);
            }
        }
    }
    earliest.window(course[Item::echocardiogram].at, parameters.echocardiogram_age);
    if (!course.episode.open) {
        for (const Item done : {Item::blood_culture, Item::urine_culture, Item::chest_radiograph}) {
            earliest.stale(course[done], parameters.workup_before_onset);
        }
        earliest.consider(stale_at(course.antibacterial.at, parameters.antibacterial_before_onset));
    }
    for (const GivenDose& dose : course.tocilizumab.all()) {
        earliest.window(dose.at, parameters.tocilizumab_interval);
        earliest.window(dose.at, parameters.tocilizumab_window);
    }
    const Duration gap = parameters.corticosteroid_course_gap;
    const GivenDose* dexamethasone = course.dexamethasone.last();
    const GivenDose* methylprednisolone = course.methylprednisolone.last();
    earliest.consider(stale_at(dexamethasone == nullptr ? never : dexamethasone->at, gap));
    earliest.consider(stale_at(methylprednisolone == nullptr ? never : methylprednisolone->at, gap));
    earliest.consider(stale_at(course.other_corticosteroid.at, gap));
    earliest.window(dexamethasone == nullptr ? never : dexamethasone->at, parameters.flare_watch);
    earliest.window(methylprednisolone == nullptr ? never : methylprednisolone->at, parameters.flare_watch);
    earliest.window(course.episode.first_tocilizumab.at, parameters.refractory_after);
    earliest.window(course.antifungal.at, parameters.antifungal_age);
    for (std::uint32_t i = 0; i < course.episode.bolus_count; ++i) {
        earliest.window(course.episode.fluid_boluses[i], parameters.fluid_bolus_age);
    }
}

}  // namespace

Instant next_stale(const Course& course, const Parameters& parameters) {
    Earliest earliest{course.now, forever};
    for_each_age(course, parameters, [&](Instant since, Duration age) { earliest.window(since, age); });
    return earliest.found;
}

Duration shortest_age(const Parameters& parameters) {
    Duration shortest = forever - never;
    for_each_age(Course{}, parameters, [&](Instant, Duration age) { shortest = std::min(shortest, age); });
    return shortest;
}

Instant next_lapse(const Course& course, const Guideline& guideline, Instant end) {
    Earliest earliest{course.now, end};
    consider_birthday(earliest, course, guideline.parameters);
    consider_rules(earliest, course, guideline, guideline.treat_as_rules);
    if (course.episode.open && soonest_resolution(course, guideline.parameters) < end) {
        earliest.consider(resolution(course, guideline.parameters));
    }
    earliest.window(course.episode.better_since, guideline.parameters.resolution_window);
    return earliest.found;
}

Instant next_change(const Course& course, const Guideline& guideline) {
    Earliest earliest{course.now, forever};
    earliest.consider(next_stale(course, guideline.parameters));
    earliest.consider(next_lapse(course, guideline, forever));
    consider_advice(earliest, course, guideline);
    return earliest.found;
}

}  // namespace stormkeel
