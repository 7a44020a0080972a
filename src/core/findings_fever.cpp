// Fever, masked fever, and whether the patient is in a CRS episode that counts.
#include "core/findings.h"

namespace stormkeel {

namespace {

// Without any therapy on record the fever is known, but not whether it is CRS.
Finding fever_reading(const Course& course, const Parameters& parameters) {
    const bool treated = course.therapy_known();
    const Instant last = treated ? course.last_fever : course.untreated_fever;
    // 1. A reading at or above the limit within the last 24 h.
    if (lies_within(last, parameters.fever_window, course.now)) {
        return finding(Truth::present).because(treated ? course.last_fever_fact : course.untreated_fever_fact);
    }
    // 2. None, and a fresh one below: no fever, however long nothing was charted before it.
    const Reading& temperature = course[Item::temperature];
    if (is_fresh(temperature, parameters.vital_signs_age, course.now)) {
        return finding(is_at_least(temperature, parameters.fever_at_least) == Truth::unknown ? Truth::unknown
                                                                                             : Truth::absent)
            .because(temperature);
    }
    // 3. Nothing fresh: not known.
    return finding(Truth::unknown).because(temperature);
}

}  // namespace

Finding find_fever(const Course& course, const Parameters& parameters) {
    if (is_attributed(course, parameters, Component::fever)) {
        return finding(Truth::absent).because(course.attribution[attribution_index(Component::fever)].fact);
    }
    return fever_reading(course, parameters);
}

// VOCABULARY: fever_masked. An antipyretic, anticytokine drug or corticosteroid was given in this episode, so that a
// normal temperature says nothing.
Finding find_fever_masked(const Course& course, const Parameters& parameters) {
    const Episode& episode = course.episode;
    // 1. No episode, nothing to mask: a steroid taken at home before CRS began masks no fever.
    if (!episode.open) return finding(Truth::absent);
    // 2. Any masking drug since onset.
    if (episode.masked_at != never) return finding(Truth::present).because(episode.masked_fact);
    // 3. None recorded: none was given when the record tells of drugs at all.
    return finding(medication_record_known(course, parameters) ? Truth::absent : Truth::unknown);
}

Finding find_crs_active(const Course& course, const Parameters& parameters, const Finding& fever) {
    // 1. Fever that another cause explains opens nothing and keeps nothing going.
    if (is_attributed(course, parameters, Component::fever)) return fever;
    // 2. Without a therapy on record it may be CRS or not.
    if (!course.therapy_known()) {
        Finding found = fever;
        if (truth_of(fever.range) == Truth::present) found.range = range_of(Truth::unknown);
        return found;
    }
    // 3. No episode: active only if an unseen fever has opened one.
    if (!course.episode.open) return fever;
    // 4. In an episode: fever, or fever that is masked.
    const Finding masked = find_fever_masked(course, parameters);
    Finding found = finding(either(truth_of(fever.range), truth_of(masked.range)));
    found.because(course.episode.onset_fact);
    if (truth_of(fever.range) == Truth::present) return found.because(fever.facts[0]);
    return found.because(masked.facts[0]);
}

}  // namespace stormkeel
