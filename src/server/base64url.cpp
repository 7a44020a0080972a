// Decodes and encodes base64url six bits at a time.
#include "server/base64url.h"

#include <cstdint>

namespace stormkeel {
namespace {

constexpr std::uint32_t no_digit = 64;
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::uint32_t value_of(char c) {
    const std::size_t place = base64url_digits.find(c);
    return place == std::string_view::npos ? no_digit : static_cast<std::uint32_t>(place);
}

}  // namespace

std::optional<std::string> base64url_decoded(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::uint32_t value = value_of(c);
        if (value == no_digit) return std::nullopt;
        held = held << 6U | value;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xFFU);
        held &= (1U << bits) - 1U;
    }
    if (held != 0) return std::nullopt;
    return bytes;
}

std::string base64url_encoded(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() / 3 * 4 + 3);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8U | static_cast<unsigned char>(c)) & 0xFFFFU;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text += base64url_digits[held >> bits & 63U];
        }
    }
    if (bits > 0) text += base64url_digits[held << (6 - bits) & 63U];
    return text;
}

}  // namespace stormkeel
