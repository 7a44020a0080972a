// What no table of alarms may fall short of, whoever wrote it: a ward whose alarms come too late, or not at all, is
// none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/alarms.h"
#include "guideline/problem.h"

namespace stormkeel {

// Why a clock is out of bounds, by the field that is; each the length it may have.
struct AlarmBoundProblem {
    std::string field;
    std::string why;
};
std::vector<AlarmBoundProblem> out_of_bounds(AlarmPriority priority, const AlarmClock& clock);

// The same of a row of the ward itself, and of how late a clock may be overdue.
std::vector<AlarmBoundProblem> out_of_bounds(const TechnicalRule& rule);
std::vector<AlarmBoundProblem> out_of_bounds(const AlarmRule& rule);

// Who may be told.
bool is_alarm_role(std::string_view role);
std::string alarm_roles();  // "nurse, second_nurse, ..."

// What of the risk table no row says: each says which row would.
std::vector<std::string> missing_rows(const AlarmTable& table);

}  // namespace stormkeel
