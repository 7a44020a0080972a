// Reads the table of alarms for what is of a drug.
#include "server/alert_rights.h"

#include <algorithm>

namespace stormkeel {

bool may_answer_condition(Role role, std::string_view condition, const AlarmTable& alarms) {
    if (role != Role::pharmacist) return true;
    return std::any_of(alarms.rules.begin(), alarms.rules.end(), [condition](const AlarmRule& rule) {
        return rule.condition == condition && rule.sign == AlarmSign::treatment_due;
    });
}

std::vector<std::string_view> conditions_to_answer(Role role, Permission how, const AlarmTable& alarms) {
    std::vector<std::string_view> conditions;
    if (!may(role, how)) return conditions;
    const auto add = [&](std::string_view condition) {
        const bool told = std::find(conditions.begin(), conditions.end(), condition) != conditions.end();
        if (!told && may_answer_condition(role, condition, alarms)) conditions.push_back(condition);
    };
    for (const AlarmRule& rule : alarms.rules) add(rule.condition);
    for (const TechnicalRule& rule : alarms.technical) add(rule.condition);
    return conditions;
}

}  // namespace stormkeel
