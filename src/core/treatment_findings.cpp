// Findings about treatment: boluses, tocilizumab, corticosteroids, and the investigations that were done.
#include <algorithm>

#include "core/all_findings.h"

namespace stormkeel {

namespace {

void find_fluid(Bedside& bedside) {
    const Course& course = bedside.course;
    const Episode& episode = course.episode;
    AllFindings& out = bedside.findings;
    out.set(FindingId::fluid_boluses, finding(exactly(episode.open ? episode.fluid_boluses : 0)));
    const Instant measured = std::max({course[Item::systolic_bp].at, course[Item::mean_bp].at});
    const bool checked = episode.second_bolus != never &&
                         measured >= episode.second_bolus + bedside.guideline.parameters.hypotension_recheck;
    Finding persists = out[FindingId::hypotension];
    if (!checked) persists.range = range_of(Truth::absent);
    out.set(FindingId::hypotension_after_boluses, persists);
}

void find_tocilizumab(Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    AllFindings& out = bedside.findings;
    const GivenDose* last = bedside.course.tocilizumab.last();
    const std::uint32_t fact = last == nullptr ? no_fact : last->fact;
    const std::int64_t most = ledger.history_known ? ledger.counted : unbounded;
    out.set(FindingId::tocilizumab_doses, finding(between(ledger.counted, most)).because(fact));
    const Truth allowed = ledger.history_known || ledger.exhausted ? truth_of(ledger.allowed) : Truth::unknown;
    out.set(FindingId::tocilizumab_allowed, finding(allowed).because(fact));
    out.set(FindingId::tocilizumab_exhausted, finding(truth_of(ledger.exhausted)).because(fact));
}

std::int64_t course_choice(const Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    if (!bedside.corticosteroid.active) return 0;
    if (parameters.is(bedside.corticosteroid.drug, DrugClass::dexamethasone)) return 1;
    return parameters.is(bedside.corticosteroid.drug, DrugClass::methylprednisolone) ? 2 : 3;
}

void find_corticosteroid(Bedside& bedside) {
    const CorticosteroidCourse& active = bedside.corticosteroid;
    const std::int64_t choice = course_choice(bedside);
    AllFindings& out = bedside.findings;
    const GivenDose* last = bedside.course.corticosteroids.last();
    const std::uint32_t fact = last == nullptr ? no_fact : last->fact;
    out.set(FindingId::corticosteroid_course, finding(exactly(choice)).because(choice == 0 ? no_fact : fact));
    const bool given = active.active || bedside.course.episode.first_corticosteroid != never;
    out.set(FindingId::corticosteroid_given, finding(truth_of(given)).because(given ? fact : no_fact));
    out.set(FindingId::dexamethasone_doses, finding(exactly(choice == 1 ? active.doses : 0)));
    out.set(FindingId::methylprednisolone_doses, finding(exactly(choice == 2 ? active.doses : 0)));
    out.set(FindingId::methylprednisolone_age,
            finding(choice == 2 ? duration_since(active.first, bedside.course.now) : not_happened));
}

// Done since a day before the onset of the episode, or within the last day when there is none.
Finding done_for_episode(const Bedside& bedside, Item item) {
    const Course& course = bedside.course;
    const Reading& reading = course[item];
    const Instant from = (course.episode.open ? course.episode.onset : course.now) - days(1);
    const bool done = reading.known() && reading.at >= from && reading.code == answer::yes;
    return finding(truth_of(done)).because(done ? reading.fact : no_fact);
}

Finding stands(const Reading& reading) {
    const bool yes = reading.known() && reading.code == answer::yes;
    return finding(truth_of(yes)).because(yes ? reading.fact : no_fact);
}

void find_investigations(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    AllFindings& out = bedside.findings;
    out.set(FindingId::blood_culture_done, done_for_episode(bedside, Item::blood_culture));
    out.set(FindingId::urine_culture_done, done_for_episode(bedside, Item::urine_culture));
    out.set(FindingId::chest_radiograph_done, done_for_episode(bedside, Item::chest_radiograph));
    const Reading& echocardiogram = course[Item::echocardiogram];
    const bool recent = lies_within(echocardiogram.at, parameters.echocardiogram_age, course.now);
    out.set(FindingId::echocardiogram_done, recent ? stands(echocardiogram) : finding(Truth::absent));
    out.set(FindingId::telemetry_on, stands(course[Item::telemetry]));
    out.set(FindingId::in_icu, stands(course[Item::icu_admission]));
    out.set(FindingId::antifungal_given, finding(truth_of(course.last_antifungal != never)));
    out.set(FindingId::antibacterial_given, finding(truth_of(course.last_antibacterial != never)));
    const bool antipyretic = course.episode.open && course.last_antipyretic >= course.episode.onset;
    out.set(FindingId::antipyretic_given, finding(truth_of(antipyretic)));
    const Reading& anc = course[Item::anc];
    const bool fresh = is_fresh(anc, parameters.laboratory_age, course.now);
    out.set(FindingId::neutropenia,
            finding(fresh ? is_below(anc, parameters.neutropenia_below) : Truth::unknown).because(anc));
}

}  // namespace

void find_treatment(Bedside& bedside) {
    find_fluid(bedside);
    find_tocilizumab(bedside);
    find_corticosteroid(bedside);
    find_investigations(bedside);
}

}  // namespace stormkeel
