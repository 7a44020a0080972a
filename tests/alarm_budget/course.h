// A patient's course as the ward's alarms would tell of it, and how often somebody is interrupted by it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/alarms.h"
#include "core/calendar.h"
#include "core/timeline.h"

namespace stormkeel::budget {

// Twelve hours of one patient with CRS or ICANS.
struct Window {
    std::uint64_t interruptions = 0;  // moments at which something new of high or medium priority is to be heard
    std::uint64_t clocks_alone = 0;   // of these, the moments at which nothing but an overdue clock is
    std::uint64_t reminders = 0;      // alerts that come again because they were acknowledged, and last
    std::uint64_t alerts = 0;         // that were news; several at one moment are one interruption
    std::uint64_t high = 0;           // of these
};

// Each alert is acknowledged a minute after it was raised. The windows follow each other from the first answer with a
// grade of CRS or ICANS to the last fact; one without a grade is left out.
std::vector<Window> windows_of(const Timeline& timeline, const GuidelineCalendar& guideline, const AlarmTable& table);

}  // namespace stormkeel::budget
