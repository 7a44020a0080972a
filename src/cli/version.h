// The version of the program; a test compares it with the build's.
#pragma once

#include <string_view>

namespace stormkeel {

inline constexpr std::string_view version = "0.1.0";

}  // namespace stormkeel
