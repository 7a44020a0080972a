// The nearest right word for a wrong one, so that an error can say what was probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel::pack {

// The nearest candidate by core/nearest.h; nothing when even that is too far to be meant.
std::optional<std::string_view> nearest(std::string_view word, const std::vector<std::string_view>& candidates);

// "; did you mean 'oxygen_support'?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

// "none, low_flow, high_flow": for errors that name every right word.
std::string listed(const std::vector<std::string_view>& words);

std::string in_quotes(std::string_view word);  // 'word'

}  // namespace stormkeel::pack
