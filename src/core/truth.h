// Three-valued logic (Kleene): what is not known is neither present nor absent.
#pragma once

#include <cstdint>
#include <string_view>

namespace stormkeel {

enum class Truth : std::uint8_t { absent = 0, unknown = 1, present = 2 };

constexpr Truth truth_of(bool holds) { return holds ? Truth::present : Truth::absent; }
constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
constexpr Truth negated(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }

constexpr std::string_view name_of(Truth truth) {
    return truth == Truth::present ? "present" : truth == Truth::absent ? "absent" : "unknown";
}

}  // namespace stormkeel
