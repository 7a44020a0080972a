// How a CRS episode opens, goes on and is found to be over (contract: fever, masked fever, episode resolved).
#include "core/episode.h"

#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

namespace {

bool supports_pressure(DrugId drug, const Parameters& parameters) {
    return parameters.is(drug, DrugClass::vasopressor) || parameters.is(drug, DrugClass::vasopressin);
}

// A drug that nobody knows may be one.
bool vasopressor_may_run(const Course& course, const Parameters& parameters) {
    if (course.more_unknown_infusions) return true;
    for (std::uint32_t i = 0; i < course.unknown_infusion_count; ++i) {
        if (course.unknown_infusions[i].may_run()) return true;
    }
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        if (course.infusions[i].may_run() && supports_pressure(course.infusions[i].drug, parameters)) return true;
    }
    return false;
}

bool vasopressor_ran_before(const Course& course, const Parameters& parameters, Instant onset) {
    for (std::uint32_t i = 0; i < course.infusion_count; ++i) {
        const Infusion& infusion = course.infusions[i];
        if (infusion.runs() && infusion.since < onset && supports_pressure(infusion.drug, parameters)) return true;
    }
    return false;
}

void open_episode(Course& course, Instant at, std::uint32_t fact) {
    Episode opened;
    opened.number = course.over.number + 1;
    opened.open = true;
    opened.onset = at;
    opened.onset_fact = fact;
    opened.improved_before = course.improved_since;
    course.episode = opened;
    course.none_since = false;
    course.tocilizumab_in_episode = 0;
    course.improved_since = never;
}

// An episode whose fever was explained by another cause to its end never was one.
void close_episode(Course& course, const Parameters& parameters, Instant at) {
    Episode& episode = course.episode;
    if (is_attributed(course, parameters, Component::fever)) {
        course.improved_since = episode.improved_before;
        course.none_since = true;
        episode = course.over;
        return;
    }
    episode.open = false;
    episode.resolved_at = at;
    TherapyHistory& history = course.therapy_history;
    auto& [highest, next] = history.worst;
    next = std::max(next, std::min(highest, episode.peak));
    highest = std::max(highest, episode.peak);
    course.over = episode;
}

}  // namespace

void record_fever(Course& course, const Parameters& parameters, Instant at, std::uint32_t fact) {
    // A run of fever ends after 24 h without fever and without a drug that hides it.
    const Instant last_masked = course.episode.open ? course.episode.last_masked : never;
    const Instant last = std::max(course.last_fever, last_masked);
    if (last == never || at - last >= parameters.fever_gap) course.fever_since = at;
    if (course.last_fever == never || at - course.last_fever > parameters.fever_gap) course.new_fever_since = at;
    course.last_fever = at;
    course.last_fever_fact = fact;
    if (!course.episode.open) {
        open_episode(course, at, fact);
        course.fever_since = at;
        course.new_fever_since = at;
    }
}

void note_support(Course& course, const Parameters& parameters, const FindingRanges& findings) {
    const auto range = [&findings](FindingId id) { return findings[static_cast<std::size_t>(id)]; };
    const Instant now = course.now;
    const Reading& device = course[Item::oxygen_device];
    // A device that ran out, or was never charted, is no sign of oxygen; what is known to run is.
    const bool holds = is_fresh(device, parameters.oxygen_device_age, now);
    const Range support = range(FindingId::oxygen_support);
    const bool hypoxia_now = support.lowest > 0 || (holds && support.highest > 0);
    const bool low_saturation = course[Item::spo2].at == now && range(FindingId::low_oxygen_saturation).lowest > 0;
    if (hypoxia_now || low_saturation) course.last_hypoxia = now;
    // Oxygen that was on ran until a device record shows that it is off, or a judgement explains it; silence does not
    // end it.
    const bool told = holds || is_attributed(course, parameters, Component::hypoxia);
    if (course.oxygen_runs && !hypoxia_now && told) course.last_hypoxia = now;
    if (hypoxia_now || told) course.oxygen_runs = hypoxia_now;
    const bool pressure_read = course[Item::systolic_bp].at == now || course[Item::mean_bp].at == now;
    if (pressure_read && range(FindingId::hypotension).lowest > 0) course.last_hypotension = now;
    Episode& episode = course.episode;
    if (episode.open && episode.onset == now) {
        const bool oxygen_before = device.exists() && device.at < now && support.lowest > 0;
        episode.support_came_first = vasopressor_ran_before(course, parameters, now) || oxygen_before;
    }
}

// Over when the last 24 h hold no fever, hypotension, hypoxia or vasopressor, and temperature, pressure and oxygen were
// charted through them without a gap of more than 12 h.
Instant resolution(const Course& course, const Parameters& parameters) {
    const Episode& episode = course.episode;
    if (!episode.open) return forever;
    const bool pressure_explained = is_attributed(course, parameters, Component::hypotension);
    if (!pressure_explained && vasopressor_may_run(course, parameters)) return forever;
    // Oxygen that still runs, or of which nothing is known, is not over.
    const Reading& device = course[Item::oxygen_device];
    if (!device.known() || find_oxygen_support(course, parameters).range.highest > 0) return forever;
    // What another cause explains is no sign of CRS while that holds, whenever it was charted.
    Instant last_sign = course.last_fever;
    if (!pressure_explained) {
        last_sign = std::max({last_sign, course.last_hypotension, course.last_vasopressor});
    }
    if (!is_attributed(course, parameters, Component::hypoxia)) last_sign = std::max(last_sign, course.last_hypoxia);
    Instant over = last_sign + parameters.resolution_window;
    Instant silent = device.at + parameters.oxygen_device_age;
    // A record that is silent about drugs does not show that no vasopressor runs.
    const bool drugs_by_record = course.medication_record == MedicationRecord::partial && parameters.feed_complete == 0;
    if (drugs_by_record && !pressure_explained) {
        if (course.last_drug_record == never) return forever;
        silent = std::min(silent, course.last_drug_record + parameters.medication_record_window - Duration{1});
    }
    const Duration gap = parameters.resolution_charting_gap;
    for (const Charting& charting : {course.temperature_charting, course.pressure_charting, course.oxygen_charting}) {
        if (charting.last == never) return forever;
        // The window may begin at most one gap before the first reading of the uninterrupted charting.
        over = std::max(over, charting.since + parameters.resolution_window - gap);
        silent = std::min(silent, charting.last + gap);
    }
    return over <= silent ? over : forever;
}

Instant soonest_resolution(const Course& course, const Parameters& parameters) {
    return course.last_fever + parameters.resolution_window;
}

void advance(Course& course, const Parameters& parameters, Instant at) {
    // What is charted at `at` itself is not in yet: close_if_over() looks at that instant.
    if (course.episode.open && at >= soonest_resolution(course, parameters)) {
        const Instant over = std::max(resolution(course, parameters), course.now);
        if (over < at) {
            course.now = over;
            close_episode(course, parameters, over);
        }
    }
    course.now = at;
    if (course.age.known && at >= course.age.changes_at) {
        const Date today = date_of(at);
        course.age.years = completed_years(*course.birth_date, at);
        course.age.months = completed_months(*course.birth_date, at);
        // Months are what the limits of infants change by: the next change is at most a day away from a month's turn.
        course.age.changes_at = midnight_of(today) + days(1);
    }
}

bool close_if_over(Course& course, const Parameters& parameters) {
    if (!course.episode.open || soonest_resolution(course, parameters) > course.now) return false;
    if (resolution(course, parameters) > course.now) return false;
    close_episode(course, parameters, course.now);
    return true;
}

}  // namespace stormkeel
