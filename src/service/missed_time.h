// The alarms of a patient who was not looked at for a while: what came on in between, and when.
#pragma once

#include <vector>

#include "core/alarms.h"
#include "core/assess.h"
#include "core/calendar.h"
#include "core/timeline.h"

namespace stormkeel {

// When mere time could next change an answer on this timeline, or turn on an alarm: also by a fact that was sent a
// little ahead of its time. forever: never.
Instant next_moment(const Assessment& answer, const Timeline& timeline, const AlarmTable& table);

// The alarms of `now`, an answer later than `before` on the same timeline. One that brings news over those of `before`,
// and came on a second or more before `now`, carries the time at which it did. What came on and passed again in
// between is not there.
std::vector<Alarm> alarms_after(const Assessment& before, const Assessment& now, const Timeline& timeline,
                                const GuidelineCalendar& guideline, const AlarmTable& table);

}  // namespace stormkeel
