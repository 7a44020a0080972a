// Text for people in lines of at most 80 columns.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel::pack {

constexpr std::size_t page_width = 80;

// Columns, not bytes: every byte of a character but its first is no column of its own.
std::size_t columns(std::string_view text);

// Breaks at blanks so that no line is wider than the page; every line begins with the indent, a following one with
// `further` more. A word wider than the page stays whole.
std::string wrapped(std::string_view text, std::string_view indent, std::string_view further = "");

}  // namespace stormkeel::pack
