// Random secrets, and how two of them are compared.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stormkeel {

// Random bytes of OpenSSL. Throws std::runtime_error when it has none: without them nothing may be opened.
std::string random_bytes(std::size_t count);

// A secret to be read and typed by a person: with a separator between groups of so many characters.
std::string in_groups(std::string_view text, std::size_t group, char separator);

// In a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace stormkeel
