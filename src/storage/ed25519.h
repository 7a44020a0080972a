// Signatures by Ed25519; keys and signatures as hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace stormkeel {

std::string new_signing_key();  // the private one, 64 digits

// The public key of a private one; empty when that is none.
std::string public_key_of(std::string_view signing_key);

std::string signature_of(std::string_view text, std::string_view signing_key);  // 128 digits; empty as above
bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key);

}  // namespace stormkeel
