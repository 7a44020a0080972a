// Findings about treatment: boluses, tocilizumab, corticosteroids, and the investigations that were done.
#include <algorithm>

#include "core/all_findings.h"
#include "core/moments.h"

namespace stormkeel {

namespace {

// Boluses of this episode that still count, oldest first.
std::span<const Instant> recent_boluses(const Bedside& bedside) {
    const Episode& episode = bedside.course.episode;
    if (!episode.open) return {};
    const Duration age = bedside.guideline.parameters.fluid_bolus_age;
    std::uint32_t first = 0;
    while (first < episode.bolus_count && !lies_within(episode.fluid_boluses[first], age, bedside.course.now)) ++first;
    return {episode.fluid_boluses.data() + first, episode.bolus_count - first};
}

void find_fluid(Bedside& bedside) {
    AllFindings& out = bedside.findings;
    const std::span<const Instant> boluses = recent_boluses(bedside);
    out.set(FindingId::fluid_boluses, finding(exactly(static_cast<std::int64_t>(boluses.size()))));
    const auto needed = static_cast<std::size_t>(bedside.guideline.parameters.fluid_boluses_before_drug);
    Finding persists = out[FindingId::hypotension];
    // The reading that decides, not any newer one.
    const std::uint32_t low = persists.facts[0];
    const Instant measured = low == no_fact ? never : bedside.timeline.facts()[low].at;
    const bool checked = needed > 0 && boluses.size() >= needed &&
                         measured >= boluses[needed - 1] + bedside.guideline.parameters.hypotension_recheck;
    if (!checked) persists.range = range_of(Truth::absent);
    out.set(FindingId::hypotension_after_boluses, persists);
}

// A dose whose amount is told, outside of what is given to any patient.
Finding find_implausible_dose(const Course& course, const Parameters& parameters) {
    Finding found = finding(Truth::absent);
    const auto look = [&](const GivenDose& dose) {
        if (dose.state != ValueState::known || dose.unit != Unit::mg) return;
        if (dose.drug >= parameters.plausible_dose_at_least.size()) return;
        const Decimal least = parameters.plausible_dose_at_least[dose.drug];
        const Decimal most = parameters.plausible_dose_at_most[dose.drug];
        const bool slip = dose.amount < least || (most > Decimal{} && dose.amount > most);
        if (!slip) return;
        found.range = range_of(Truth::present);
        found.because(dose.fact);
    };
    for (const GivenDose& dose : course.tocilizumab.all()) look(dose);
    for (const GivenDose& dose : course.dexamethasone.all()) look(dose);
    for (const GivenDose& dose : course.methylprednisolone.all()) look(dose);
    return found;
}

// When the `count`-th dose was given from `first` on, two records of one instant being one dose; never: fewer were.
Instant nth_dose(const Course& course, Instant first, int count) {
    int doses = 0;
    Instant before = never;
    for (const GivenDose& dose : course.tocilizumab.all()) {
        if (first == never || dose.at < first || dose.at == before) continue;
        before = dose.at;
        if (++doses == count) return dose.at;
    }
    return never;
}

// An allergy that lies ahead was told already.
LastGiven allergy_told(const Bedside& bedside) {
    const LastGiven& charted = bedside.course.tocilizumab_allergy;
    if (charted.at != never) return charted;
    const std::span<const Fact> ahead = bedside.timeline.facts_ahead(bedside.course.now);
    for (const Fact& fact : ahead) {
        const bool is_one =
            fact.item == Item::allergy && bedside.guideline.parameters.is(fact.code, DrugClass::tocilizumab);
        if (is_one) return {fact.at, static_cast<std::uint32_t>(&fact - bedside.timeline.facts().data())};
    }
    return {};
}

void find_tocilizumab(Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    AllFindings& out = bedside.findings;
    const GivenDose* last = bedside.course.tocilizumab.last();
    const std::uint32_t fact = last == nullptr ? no_fact : last->fact;
    const bool all_known = ledger.history_known && ledger.all_told();
    const std::int64_t most = all_known ? ledger.counted : unbounded;
    out.set(FindingId::tocilizumab_doses, finding(between(ledger.counted, most)).because(fact));
    const LastGiven allergy = allergy_told(bedside);
    out.set(FindingId::tocilizumab_allergy, finding(truth_of(allergy.at != never)).because(allergy.fact));
    // What is not known may only hold a dose back: where one that is known does so, there is no doubt.
    const bool held_back = ledger.exhausted || (ledger.history_known && ledger.next > bedside.course.now);
    const Truth allowed = all_known || held_back ? truth_of(ledger.allowed) : Truth::unknown;
    out.set(FindingId::tocilizumab_allowed, finding(allowed).because(fact));
    out.set(FindingId::tocilizumab_exhausted, finding(truth_of(ledger.exhausted)).because(fact));
    out.set(FindingId::dose_implausible, find_implausible_dose(bedside.course, bedside.guideline.parameters));
    // Refractory: no improvement some time after the first dose, or after some doses, when the next could be given.
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    const Instant first = course.episode.open ? course.episode.first_tocilizumab.at : never;
    const bool long_ago = first != never && course.now - first >= parameters.refractory_after;
    const Instant often_enough = nth_dose(course, first, parameters.refractory_doses);
    const bool often = often_enough != never && course.now - often_enough >= parameters.tocilizumab_interval;
    const Truth refractory = both(out.truth(FindingId::no_improvement), truth_of(long_ago || often));
    out.set(FindingId::refractory, finding(refractory).because(course.episode.first_tocilizumab.fact).because(fact));
}

std::int64_t course_choice(const Bedside& bedside) {
    const Parameters& parameters = bedside.guideline.parameters;
    if (!bedside.corticosteroid.active) return 0;
    if (parameters.is(bedside.corticosteroid.drug, DrugClass::dexamethasone)) return 1;
    return parameters.is(bedside.corticosteroid.drug, DrugClass::methylprednisolone) ? 2 : 3;
}

// A methylprednisolone course past its first step, or a course of the toxicity that has ended a short while ago.
Finding find_tapering(const Course& course, const Parameters& parameters) {
    const GivenDose* dexamethasone = course.dexamethasone.last();
    const GivenDose* methylprednisolone = course.methylprednisolone.last();
    const bool lower = taper_runs(course, parameters) && course.taper.lower_since != never;
    if (lower) return finding(Truth::present).because(methylprednisolone->fact);
    if (corticosteroid_course(course, parameters).active) return finding(Truth::absent);
    const Instant began = course.episode.number > 0 ? course.episode.onset : course[Item::therapy].at;
    for (const GivenDose* last : {dexamethasone, methylprednisolone}) {
        const bool counts = last != nullptr && last->at > began && began != never;
        if (counts && lies_within(last->at, parameters.flare_watch, course.now)) {
            return finding(Truth::present).because(last->fact);
        }
    }
    return finding(Truth::absent);
}

void find_corticosteroid(Bedside& bedside) {
    const Course& course = bedside.course;
    const Parameters& parameters = bedside.guideline.parameters;
    const CorticosteroidCourse& active = bedside.corticosteroid;
    AllFindings& out = bedside.findings;
    const std::uint32_t fact = active.active ? active.fact : no_fact;
    out.set(FindingId::corticosteroid_course, finding(exactly(course_choice(bedside))).because(fact));
    const bool in_episode = course.episode.open && course.episode.first_corticosteroid != never;
    Finding given = finding(truth_of(active.active || in_episode)).because(fact);
    out.set(FindingId::corticosteroid_given, in_episode ? given.because(course.episode.corticosteroid_fact) : given);
    const CorticosteroidCourse dexamethasone = dexamethasone_course(course, parameters);
    const CorticosteroidCourse methylprednisolone = methylprednisolone_course(course, parameters);
    const auto doses = [](const CorticosteroidCourse& one) { return finding(exactly(one.active ? one.doses : 0)); };
    out.set(FindingId::dexamethasone_doses, doses(dexamethasone));
    out.set(FindingId::methylprednisolone_doses, doses(methylprednisolone));
    Finding since = finding(duration_since(course.dexamethasone_since, course.now));
    out.set(FindingId::dexamethasone_age,
            dexamethasone.active ? since.because(dexamethasone.fact) : finding(not_happened));
    const bool taper = taper_runs(course, parameters);
    out.set(FindingId::methylprednisolone_age,
            finding(taper ? duration_since(course.taper.began, course.now) : not_happened));
    out.set(FindingId::tapering, find_tapering(course, parameters));
    out.set(FindingId::methylprednisolone_taper,
            finding(truth_of(taper)).because(taper ? methylprednisolone.fact : no_fact));
}

// The moment that work-up and antibiotics are counted back from.
Instant onset_or_now(const Course& course) { return course.episode.open ? course.episode.onset : course.now; }

// Done since workup_before_onset before the onset of the episode, or before the last fever that came anew in it, or
// before now when there is none.
Finding done_for_episode(const Bedside& bedside, Item item) {
    const Reading& reading = bedside.course[item];
    const Duration look_back = bedside.guideline.parameters.workup_before_onset;
    const Instant new_fever = bedside.course.episode.open ? bedside.course.new_fever_since : never;
    const bool done = reading.known() && reading.code == answer::yes &&
                      is_recent(reading.at, look_back, std::max(onset_or_now(bedside.course), new_fever));
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
    const Instant intervention = last_intervention(course);
    out.set(
        FindingId::reassessed,
        finding(truth_of(intervention == never || last_assessment(course) >= intervention + parameters.reassess_from)));
    out.set(FindingId::blood_culture_done, done_for_episode(bedside, Item::blood_culture));
    const Finding age = finding(duration_since(start_of(FindingId::blood_culture_age, course), course.now));
    out.set(FindingId::blood_culture_age, age);
    out.set(FindingId::urine_culture_done, done_for_episode(bedside, Item::urine_culture));
    out.set(FindingId::chest_radiograph_done, done_for_episode(bedside, Item::chest_radiograph));
    const Reading& echocardiogram = course[Item::echocardiogram];
    const bool recent = lies_within(echocardiogram.at, parameters.echocardiogram_age, course.now);
    out.set(FindingId::echocardiogram_done, recent ? stands(echocardiogram) : finding(Truth::absent));
    out.set(FindingId::telemetry_on, stands(course[Item::telemetry]));
    out.set(FindingId::in_icu, stands(course[Item::icu_admission]));
    const auto given = [&out](FindingId id, const LastGiven& last, bool counts) {
        out.set(id, finding(truth_of(counts)).because(counts ? last.fact : no_fact));
    };
    given(FindingId::antifungal_given, course.antifungal,
          lies_within(course.antifungal.at, parameters.antifungal_age, course.now));
    given(FindingId::antibacterial_given, course.antibacterial,
          is_recent(course.antibacterial.at, parameters.antibacterial_before_onset, onset_or_now(course)));
    given(FindingId::antipyretic_given, course.antipyretic,
          course.episode.open && course.antipyretic.at >= course.episode.onset);
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
