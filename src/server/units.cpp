// Names of units as people and feeds write them.
#include "server/units.h"

#include <algorithm>

#include "adapters/utf8.h"

namespace stormkeel {

namespace {

constexpr std::size_t units_at_most = 50;
constexpr std::size_t longest_name_of_unit = 100;  // bytes

std::string_view without_outer_blanks(std::string_view name) {
    const std::size_t first = name.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : name.substr(first, name.find_last_not_of(" \t") - first + 1);
}

// Whole characters of UTF-8: every answer that names the unit is JSON.
bool is_plain(std::string_view name) {
    while (!name.empty()) {
        const std::size_t length = length_of_character(name);
        const auto first = static_cast<unsigned char>(name.front());
        if (length == 0 || first < ' ' || first == 0x7f) return false;
        name.remove_prefix(length);
    }
    return true;
}

}  // namespace

bool binds_to_units(Role role) { return role == Role::nurse || role == Role::physician || role == Role::kiosk; }

std::string text_of_units(const std::vector<std::string>& units) {
    std::vector<std::string_view> told;
    std::string text;
    for (const std::string& unit : units) {
        const std::string_view name = without_outer_blanks(unit);
        if (std::find(told.begin(), told.end(), name) != told.end()) continue;
        told.push_back(name);
        text.append(text.empty() ? "" : "\n").append(name);
    }
    return text;
}

std::vector<std::string> units_of(std::string_view text) {
    std::vector<std::string> units;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        units.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return units;
}

std::string why_no_units(Role role, const std::vector<std::string>& units) {
    if (units.empty()) return {};
    if (!binds_to_units(role)) {
        return "units bind nurses, physicians and kiosks alone; " + std::string(name_of(role)) +
               " is for the whole hospital, so leave the unit out";
    }
    if (units.size() > units_at_most) {
        return "an account has up to " + std::to_string(units_at_most) +
               " units; without any it sees the whole hospital";
    }
    for (const std::string& unit : units) {
        if (without_outer_blanks(unit).empty() || unit.size() > longest_name_of_unit || !is_plain(unit)) {
            return "'" + unit.substr(0, longest_name_of_unit) +
                   "' is no name of a unit; write it as the board shows it, in up to " +
                   std::to_string(longest_name_of_unit) + " characters";
        }
    }
    return {};
}

bool holds_unit(const Units& units, std::string_view unit) {
    if (units.contains(unit)) return true;
    const std::size_t facility = unit.ends_with(')') ? unit.rfind(" (") : std::string_view::npos;
    return facility != std::string_view::npos && units.contains(unit.substr(0, facility));
}

}  // namespace stormkeel
