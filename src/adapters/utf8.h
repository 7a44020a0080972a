// Characters of UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace stormkeel {

// Whether a byte belongs to the character that began before it.
constexpr bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// How many bytes the sound character at the start of a text takes; 0 when there is none. Overlong forms and surrogates
// are none.
std::size_t length_of_character(std::string_view text);

}  // namespace stormkeel
