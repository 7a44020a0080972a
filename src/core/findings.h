// Findings: what is true of the patient at Course::now, each as a range with the facts it rests on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/condition.h"
#include "core/course.h"

namespace stormkeel {

// The range of a finding and the facts it was found in.
struct Finding {
    Range range;
    std::array<std::uint32_t, 4> facts{no_fact, no_fact, no_fact, no_fact};

    Finding() = default;
    explicit Finding(Range found) : range(found) {}
    // Number by number: a copy in wider pieces would wait until the last number written has reached the memory.
    Finding(const Finding& other)
        : range{other.range.lowest, other.range.highest},
          facts{other.facts[0], other.facts[1], other.facts[2], other.facts[3]} {}
    Finding& operator=(const Finding&) = default;
    ~Finding() = default;

    Finding& because(const Reading& reading) { return because(reading.fact); }
    Finding& because(std::uint32_t fact) {
        for (std::uint32_t& place : facts) {
            if (fact == no_fact || place == fact) break;
            if (place == no_fact) {
                place = fact;
                break;
            }
        }
        return *this;
    }
};

inline Finding finding(Truth truth) { return Finding(range_of(truth)); }
inline Finding finding(Range range) { return Finding(range); }

// Ages count in whole seconds: a reading of exactly the limit still counts.
inline bool is_recent(Instant at, Duration limit, Instant now) { return at != never && now - at < limit + seconds(1); }
inline bool is_fresh(const Reading& reading, Duration limit, Instant now) {
    return reading.known() && is_recent(reading.at, limit, now);
}
inline Instant stale_at(Instant at, Duration limit) { return at == never ? forever : at + limit + seconds(1); }
// Look-back windows are half-open: exactly `window` ago no longer lies in it.
inline bool lies_within(Instant at, Duration window, Instant now) { return at != never && now - at < window; }

// The interval in which the true value lies: ">40000" is 40000 and a billionth upwards.
struct Interval {
    Decimal lowest;
    Decimal highest;
};
Interval interval_of(const Reading& reading);
Truth is_below_by_comparator(const Reading& reading, Decimal limit);
inline Truth is_below(const Reading& reading, Decimal limit) {
    if (reading.comparator == Comparator::equal) return truth_of(reading.amount < limit);
    return is_below_by_comparator(reading, limit);
}
inline Truth is_at_least(const Reading& reading, Decimal limit) { return negated(is_below(reading, limit)); }

constexpr std::size_t attribution_index(Component component) { return static_cast<std::size_t>(component); }
inline bool is_attributed(const Course& course, const Parameters& parameters, Component component) {
    const Attribution& attribution = course.attribution[attribution_index(component)];
    if (course.now < course.explained_until[attribution_index(component)]) return true;
    return is_recent(attribution.from, parameters.attribution_length, course.now);
}

// Fever and episode.
Finding find_fever(const Course& course, const Parameters& parameters);
Finding find_fever_masked(const Course& course, const Parameters& parameters);
Finding find_crs_active(const Course& course, const Parameters& parameters, const Finding& fever);
// Blood pressure and the drugs that support it.
struct PressureLimit {
    Decimal certain;   // below this it is hypotension at any age the patient can have
    Decimal possible;  // at or above this it is not
};
PressureLimit systolic_limit(const Course& course, const Parameters& parameters);
Finding find_hypotension(const Course& course, const Parameters& parameters);
Finding find_vasopressors(const Course& course, const Parameters& parameters);
Finding find_vasopressin(const Course& course, const Parameters& parameters);
bool medication_record_known(const Course& course, const Parameters& parameters);
// A rate in ug/kg/min; nothing when its unit needs a weight that is not known, or is of another kind.
std::optional<Decimal> per_kg_per_min(const Course& course, const Reading& rate);
// Norepinephrine equivalents that run now; nothing when a rate or its unit does not allow to add them up.
std::optional<Decimal> vasopressor_dose(const Course& course, const Parameters& parameters);
// Oxygen.
constexpr std::int64_t no_support = static_cast<std::int64_t>(OxygenLevel::none);
Finding find_oxygen_support(const Course& course, const Parameters& parameters);
Finding find_low_oxygen_saturation(const Course& course, const Parameters& parameters, const Finding& support);
Finding find_low_saturation_on_oxygen(const Course& course, const Parameters& parameters);
bool oxygen_device_known(const Course& course, const Parameters& parameters);
bool oxygen_flow_known(const Course& course, const Parameters& parameters);
bool oxygen_for_other_reason(const Course& course, const Parameters& parameters);
bool oxygen_at_baseline(const Course& course, const Parameters& parameters);
// Neurology. An ICE, CAPD or consciousness is an examination while it is fresh, unless it was charted while the patient
// was on record as sedated: it tells nothing, also when that record has grown old.
bool is_under_sedation(const Course& course, const Parameters& parameters, const Reading& reading);
bool is_examination(const Course& course, const Parameters& parameters, Item item);
// Which of these is charted and fresh, with the defaults for what is not.
struct Neurology {
    Finding assessable, ice_applies, ice_score, capd_applies, capd, consciousness, seizure, motor_weakness,
        cerebral_edema;
    Finding under_sedation;  // an examination that is not counted since it was made under sedation
    bool sedated = false;
    bool examined = false;   // an ICE, CAPD or consciousness is fresh
    bool defaulted = false;  // something not charted was taken as none
};
Neurology find_neurology(const Course& course, const Parameters& parameters);
// Hemophagocytic lymphohistiocytosis.
Finding find_hlh_ferritin(const Course& course, const Parameters& parameters);
Finding find_hlh_organs(const Course& course, const Parameters& parameters);
Truth hlh_suspected(Range ferritin, Range organs, const Parameters& parameters);
// How long after the last dose CRS may come: the product's usual time of onset, or the packs' default.
Duration risk_window(const Course& course, const Parameters& parameters);
// Death.
Finding find_death_of(const Course& course, std::uint16_t cause);

// Grading findings all at once, each in its place; the rest of `out` is left as it was.
void find_crs(const Course& course, const Parameters& parameters, FindingRanges& out);  // and death, and HLH
void set_neurology(const Neurology& neurology, FindingRanges& out);
Finding find_one(FindingId id, const Course& course, const Parameters& parameters);  // a grading finding with its facts

}  // namespace stormkeel
