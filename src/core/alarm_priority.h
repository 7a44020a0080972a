// How soon somebody must hear of a condition.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stormkeel {

enum class AlarmPriority : std::uint8_t { low, medium, high };
std::string_view name_of(AlarmPriority priority);
std::optional<AlarmPriority> alarm_priority_named(std::string_view name);

}  // namespace stormkeel
