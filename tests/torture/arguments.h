// The numbers that a campaign is called with.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace stormkeel {

inline std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace stormkeel
