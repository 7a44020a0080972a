// Cutting text into parts: the few string operations that every reader of packs shares.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace stormkeel::pack {

std::string_view trimmed(std::string_view text);  // without spaces, tabs and carriage returns at both ends

// The parts between the separators, each trimmed; one part when there is no separator.
std::vector<std::string_view> split(std::string_view text, std::string_view separator);

// Digits alone, up to a million: no count in a pack is larger, and lengths of time stay far inside 64 bits.
std::optional<std::int64_t> whole_number_of(std::string_view text);

}  // namespace stormkeel::pack
