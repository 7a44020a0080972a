// The alarms of a patient who was not looked at for a while: what came on in between, and when.
#pragma once

#include <functional>
#include <vector>

#include "core/alarms.h"
#include "core/calendar.h"
#include "service/patient_record.h"

namespace stormkeel {

// When mere time could next change an answer on this timeline, or turn on an alarm: also by a fact that was sent a
// little ahead of its time. forever: never.
Instant next_moment(const Assessment& answer, const Timeline& timeline, const AlarmTable& table);

// What a patient is answered from again and again.
struct PatientOverTime {
    const Timeline& timeline;
    const AlarmTable& table;
    std::function<Assessment(Instant)> answer_at;
};

// The alarms that were on a moment before `now`, of a patient who was last looked at for `before`. One that came on
// since then, a second or more before `now`, carries the time at which it did. It is asked in order of
// time, so it is to be asked about `now` after this.
std::vector<Alarm> alarms_missed(const Assessment& before, Instant now, const PatientOverTime& patient);

// The alarms of `now`, an answer later than the one of the grades `before`; `missed` are those between the two. One
// that brings news over them carries the time of `now`. What came on and passed again in between is not there.
std::vector<Alarm> alarms_after(const GradesBefore& before, const std::vector<Alarm>& missed, const Assessment& now,
                                const AlarmTable& table);

}  // namespace stormkeel
