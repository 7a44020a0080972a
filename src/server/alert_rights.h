// Which alerts a role may answer: the matrix of permissions, and for a pharmacist those of drugs alone.
#pragma once

#include <string_view>
#include <vector>

#include "core/alarms.h"
#include "server/permissions.h"

namespace stormkeel {

// Whether this role, which may answer alerts at all, may answer those of this condition.
bool may_answer_condition(Role role, std::string_view condition, const AlarmTable& alarms);

// The conditions of the table whose alerts this role may acknowledge or decline, each once, in the table's order.
std::vector<std::string_view> conditions_to_answer(Role role, Permission how, const AlarmTable& alarms);

}  // namespace stormkeel
