// Base64url as JSON Web Signatures write it: one spelling for each byte sequence, and no other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stormkeel {

// The bytes; nothing for a text with padding, blanks, the letters of plain base64, or bits left over: two spellings of
// one token would pass as two tokens.
std::optional<std::string> base64url_decoded(std::string_view text);

// That one spelling of the bytes.
std::string base64url_encoded(std::string_view bytes);

}  // namespace stormkeel
