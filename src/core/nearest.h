// Finds the known word a mistyped one was meant to be.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace stormkeel {

// How many letters must be added, dropped, changed or swapped with their neighbour to make one word of the other.
// More than `limit` is told as limit + 1, so far words cost little.
std::size_t typing_distance(std::string_view a, std::string_view b, std::size_t limit);

// How many slips a word of this length may hold and still be taken for a known one.
std::size_t slips_allowed(std::size_t length);

// The place of the nearest known word, the first of equals; nothing when all are farther than slips_allowed.
std::optional<std::size_t> nearest_of(std::string_view wrong, std::span<const std::string_view> known);

}  // namespace stormkeel
