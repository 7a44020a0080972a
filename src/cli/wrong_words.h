// A mistyped word is told with the one that it may have been meant to be, before the parser tells it in a stranger's
// words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stormkeel {

// "; did you mean 'assess'?", or nothing.
std::string nearest_hint(std::string_view wrong, std::span<const std::string_view> known);

std::string listed(std::span<const std::string_view> words);
std::string known_commands();

// What is wrong with the first words; empty when they name a command.
std::string wrong_command(const std::vector<std::string>& arguments);

// The first option that there is none of; empty when there is each. The parser names what else it did not expect.
std::string wrong_option(const std::vector<std::string>& arguments);

}  // namespace stormkeel
