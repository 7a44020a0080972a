// SHA-256 of several texts, so that no two lists of texts give the same.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace stormkeel {

// 64 hexadecimal digits over the length and the bytes of each part.
std::string digest_of(std::initializer_list<std::string_view> parts);

// Bytes as lower-case hexadecimal digits, two a byte.
std::string hexadecimal(std::string_view bytes);

}  // namespace stormkeel
