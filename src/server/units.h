// The units that an account is bound to: those whose patients it sees.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/permissions.h"

namespace stormkeel {

// Whether an account of this role may be bound to units; all others see what they see of the whole hospital.
bool binds_to_units(Role role);

// As an account keeps them, one a line, and back. Names are without outer blanks; each stands once.
std::string text_of_units(const std::vector<std::string>& units);
std::vector<std::string> units_of(std::string_view text);

// What is wrong with the units of a new or changed account; empty when it may have them.
std::string why_no_units(Role role, const std::vector<std::string>& units);

// Whether a patient's unit is one of these: by its whole name, or by that without the facility in brackets at its end.
using Units = std::set<std::string, std::less<>>;
bool holds_unit(const Units& units, std::string_view unit);

}  // namespace stormkeel
