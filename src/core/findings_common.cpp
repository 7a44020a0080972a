// What all findings share: freshness, comparators as intervals, attribution to another cause, and the list of findings.
#include "core/findings.h"

namespace stormkeel {

Interval interval_of(const Reading& reading) {
    const Decimal value = reading.amount;
    constexpr Decimal step{1};
    switch (reading.comparator) {
        case Comparator::below:
            return {{-unbounded}, value - step};
        case Comparator::at_most:
            return {{-unbounded}, value};
        case Comparator::at_least:
            return {value, {unbounded}};
        case Comparator::above:
            return {value + step, {unbounded}};
        case Comparator::equal:
            break;
    }
    return {value, value};
}

Truth is_below_by_comparator(const Reading& reading, Decimal limit) {
    const Interval interval = interval_of(reading);
    if (interval.highest < limit) return Truth::present;
    return interval.lowest >= limit ? Truth::absent : Truth::unknown;
}

Finding find_death_of(const Course& course, std::uint16_t cause) {
    const Reading& death = course[Item::death];
    if (!death.exists()) return finding(Truth::absent);
    if (death.code == death::unknown) return finding(Truth::unknown).because(death);
    return finding(truth_of(death.code == cause)).because(death);
}

void find_crs(const Course& course, const Parameters& parameters, FindingRanges& out) {
    const auto set = [&out](FindingId id, const Finding& found) {
        Range& range = out[static_cast<std::size_t>(id)];
        range.lowest = found.range.lowest;
        range.highest = found.range.highest;
    };
    const Finding fever = find_fever(course, parameters);
    set(FindingId::fever, fever);
    set(FindingId::crs_active, find_crs_active(course, parameters, fever));
    set(FindingId::hypotension, find_hypotension(course, parameters));
    set(FindingId::vasopressors, find_vasopressors(course, parameters));
    set(FindingId::vasopressin, find_vasopressin(course, parameters));
    const Finding support = find_oxygen_support(course, parameters);
    set(FindingId::oxygen_support, support);
    set(FindingId::low_oxygen_saturation, find_low_oxygen_saturation(course, parameters, support));
    set(FindingId::died_of_crs, find_death_of(course, death::crs));
    set(FindingId::died_of_icans, find_death_of(course, death::icans));
    set(FindingId::hlh_ferritin, find_hlh_ferritin(course, parameters));
    set(FindingId::hlh_organs, find_hlh_organs(course, parameters));
}

void set_neurology(const Neurology& neurology, FindingRanges& out) {
    const auto set = [&out](FindingId id, const Finding& found) { out[static_cast<std::size_t>(id)] = found.range; };
    set(FindingId::neuro_assessable, neurology.assessable);
    set(FindingId::ice_applies, neurology.ice_applies);
    set(FindingId::ice_score, neurology.ice_score);
    set(FindingId::capd_applies, neurology.capd_applies);
    set(FindingId::capd, neurology.capd);
    set(FindingId::consciousness, neurology.consciousness);
    set(FindingId::seizure, neurology.seizure);
    set(FindingId::motor_weakness, neurology.motor_weakness);
    set(FindingId::cerebral_edema, neurology.cerebral_edema);
}

namespace {

Finding find_neurologic(FindingId id, const Neurology& neurology) {
    switch (id) {
        case FindingId::neuro_assessable:
            return neurology.assessable;
        case FindingId::ice_applies:
            return neurology.ice_applies;
        case FindingId::ice_score:
            return neurology.ice_score;
        case FindingId::capd_applies:
            return neurology.capd_applies;
        case FindingId::capd:
            return neurology.capd;
        case FindingId::consciousness:
            return neurology.consciousness;
        case FindingId::seizure:
            return neurology.seizure;
        case FindingId::motor_weakness:
            return neurology.motor_weakness;
        default:
            return neurology.cerebral_edema;
    }
}

}  // namespace

Finding find_one(FindingId id, const Course& course, const Parameters& parameters) {
    switch (id) {
        case FindingId::fever:
            return find_fever(course, parameters);
        case FindingId::crs_active:
            return find_crs_active(course, parameters, find_fever(course, parameters));
        case FindingId::hypotension:
            return find_hypotension(course, parameters);
        case FindingId::vasopressors:
            return find_vasopressors(course, parameters);
        case FindingId::vasopressin:
            return find_vasopressin(course, parameters);
        case FindingId::oxygen_support:
            return find_oxygen_support(course, parameters);
        case FindingId::low_oxygen_saturation:
            return find_low_oxygen_saturation(course, parameters, find_oxygen_support(course, parameters));
        case FindingId::died_of_crs:
            return find_death_of(course, death::crs);
        case FindingId::died_of_icans:
            return find_death_of(course, death::icans);
        case FindingId::hlh_ferritin:
            return find_hlh_ferritin(course, parameters);
        case FindingId::hlh_organs:
            return find_hlh_organs(course, parameters);
        default:
            return find_neurologic(id, find_neurology(course, parameters));
    }
}

}  // namespace stormkeel
