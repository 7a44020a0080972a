// Codes of an authenticator app: six digits for each half minute (RFC 6238, SHA-1, as every such app takes them).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace stormkeel {

// A new key of 160 random bits.
std::string new_totp_key();

// The code of a time step; a step is 30 s, counted from 1970 on. 6 to 8 digits.
std::string totp_code(std::string_view key, std::uint64_t step, unsigned digits = 6);

// The step that a code is of: that of `now`, the one before or the one after it. Nothing when it is of none, or of none
// after `used`, the last step whose code was taken: a code counts once.
std::optional<std::uint64_t> fresh_totp_step(std::string_view key, std::string_view code, Instant now,
                                             std::uint64_t used);

// The key to be typed: base32 in groups of four, "JBSW Y3DP EHPK 3PXP ...".
std::string totp_key_text(std::string_view key);

// The key to be scanned: "otpauth://totp/Stormkeel:ada?secret=...".
std::string totp_uri(std::string_view key, std::string_view account);

}  // namespace stormkeel
