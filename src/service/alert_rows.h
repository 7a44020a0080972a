// From the alarms that are on to the alerts that persons are told: one condition one alert, and none is lost unseen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/alarms.h"
#include "storage/store.h"

namespace stormkeel {

// What a ward that runs tells is told sooner than this.
constexpr Duration late_from = seconds(1);

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
// - nobody is told later by it: what nobody has acknowledged goes on to the next person from when it was first raised;
// - an alert that nobody has seen stays as urgent as it was, also when its condition is less so by now;
// - an alert that nobody acknowledged is told to the next person when its clock has run, and one that was acknowledged
//   comes again for as long as its condition lasts; a declined one does not;
// - once all were told it sounds again and again until somebody answers, for as long as its condition lasts;
// - a snoozed one is raised again when its time is up, when there is news and when the next person is told;
// - what is raised or told on a second or more after it fell due says how late;
// - a condition that has passed ends its alert once somebody has seen it, or at once when the priority is low.
std::vector<Alert> alert_rows(const std::vector<Alert>& open, const AlarmsNow& now, const AlarmTable& table,
                              std::uint64_t& next_number);

// What these alerts tell, without those whose condition has passed.
std::vector<Alarm> told_by(const std::vector<Alert>& open);
// Without those that the alarms of the answer before bear out: a record that was taken back may end these.
std::vector<Alarm> told_without(std::vector<Alarm> told, const std::vector<Alarm>& borne_out);

// Alerts of an earlier version get the words that this one has for the alarms they were raised by.
void tell_grades_apart(std::vector<Alert>& open, const std::vector<Alarm>& raised_by);

// The conditions of alerts that somebody acknowledged and that hold no longer, or not all that was told of them.
std::vector<std::string> acknowledged_in_vain(const std::vector<Alert>& open, const std::vector<Alarm>& now);

// One alert of what two patients, who are one person, were raised for, under the number of `own`: what waits for
// somebody does so from when the first of the two was raised, and went to as many persons as either did. Where neither
// waits, the answer to the more urgent one counts, and what was told of either is no news.
Alert joined_alert(const Alert& own, const Alert& other);

// When one of these alerts is next to be told or raised again; forever: none.
Instant next_alert(const std::vector<Alert>& open, const AlarmTable& table);

// One of medium priority that went to all of its clock, and that nobody has answered, is shown as a high one.
AlarmPriority shown_priority(const Alert& alert);

// Who was told of it, step by step; nobody where no clock runs.
std::vector<std::string> told_to(const Alert& alert, const AlarmTable& table);

// When it sounds next though nothing happens, and who is told then; `forever` and nobody: it does not.
struct NextTold {
    Instant at{forever};
    std::vector<std::string> to{};
};
NextTold next_told(const Alert& alert, const AlarmTable& table);

// Changes when the alert tells anything else than somebody has seen of it, or somebody else answers it; not when it is
// told on or silenced.
std::string version_to_answer(const Alert& alert);

// Nobody takes responsibility for it any more, since then: it is raised anew, with the reason.
Alert disowned(Alert alert, const std::string& why, Instant since, Instant now);

// Whether one of them was changed later than now: the clock was set back since, and alert_rows() lets none wait for it.
bool is_from_the_future(const std::vector<Alert>& open, Instant now);

// Who answers an alert, and how.
struct AlertAnswer {
    std::uint64_t alert = 0;
    AlertState state = AlertState::acknowledged;  // or declined, or snoozed
    std::string by;
    std::string reason;  // of a declined one
    Duration length;     // of a snoozed one
};

// Why it may not be snoozed for so long; empty: it may.
std::string why_no_snooze(const Alert& alert, Duration length, const AlarmTable& table);

// A person takes responsibility, declines with a reason, or silences. An alert whose condition has passed ends by the
// first two.
Alert alert_answered(Alert alert, const AlertAnswer& answer, Instant at);
AuditEntry audit_of(const AlertAnswer& answer, Instant at);  // not numbered

}  // namespace stormkeel
