// From the alarms that are on to the alerts that persons are told: one condition one alert, and none is lost unseen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/alarms.h"
#include "storage/store.h"

namespace stormkeel {

// The alarms of one patient now, and what is to be done, in a few words for people.
struct AlarmsNow {
    std::string patient;
    Instant at;
    std::vector<Alarm> alarms;
    std::string text;
};

// The rows that change the patient's open alerts:
// - a condition without an alert raises one, numbered from `next_number` on, which is counted up;
// - a higher priority or a word that is news raises an alert again, whatever was said of the condition before;
// - an alert that nobody acknowledged is told to the next person when its clock has run, and one that was acknowledged
//   comes again for as long as its condition lasts; a declined one does not;
// - a condition that has passed ends its alert once somebody has seen it, or at once when the priority is low.
std::vector<Alert> alert_rows(const std::vector<Alert>& open, const AlarmsNow& now, const AlarmTable& table,
                              std::uint64_t& next_number);

// When one of these alerts is next to be told or raised again; forever: none.
Instant next_alert(const std::vector<Alert>& open, const AlarmTable& table);

// A person takes responsibility, or declines with a reason. An alert whose condition has passed ends by it.
Alert acknowledged(Alert alert, const std::string& by, Instant at);
Alert declined(Alert alert, const std::string& by, const std::string& reason, Instant at);

}  // namespace stormkeel
