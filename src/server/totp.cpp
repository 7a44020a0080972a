// Codes and base32 by liboath.
#include "server/totp.h"

#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <stdexcept>

#include "server/secrets.h"

namespace stormkeel {

namespace {

constexpr std::size_t totp_key_bytes = 20;
constexpr unsigned totp_step_seconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;

std::string totp_base32(std::string_view bytes) {
    char* made = nullptr;
    std::size_t size = 0;
    if (oath_base32_encode(bytes.data(), bytes.size(), &made, &size) != OATH_OK) {
        throw std::runtime_error("liboath cannot write a key");
    }
    const std::unique_ptr<char, decltype(&std::free)> held(made, &std::free);
    std::string text(made, size);
    while (text.ends_with('=')) text.pop_back();
    return text;
}

}  // namespace

std::string new_totp_key() { return random_bytes(totp_key_bytes); }

std::string totp_code(std::string_view key, std::uint64_t step, unsigned digits) {
    std::array<char, 16> code{};
    const auto at = static_cast<std::time_t>(step * totp_step_seconds);
    if (oath_totp_generate(key.data(), key.size(), at, totp_step_seconds, OATH_TOTP_DEFAULT_START_TIME, digits,
                           code.data()) != OATH_OK) {
        throw std::runtime_error("liboath cannot make a code");
    }
    return code.data();
}

std::optional<std::uint64_t> fresh_totp_step(std::string_view key, std::string_view code, Instant now,
                                             std::uint64_t used) {
    constexpr std::int64_t step_microseconds = std::int64_t{totp_step_seconds} * 1'000'000;
    if (now.microseconds < step_microseconds) return std::nullopt;
    const auto present = static_cast<std::uint64_t>(now.microseconds / step_microseconds);
    std::optional<std::uint64_t> found;
    for (const std::uint64_t step : {present - 1, present, present + 1}) {
        if (same_secret(code, totp_code(key, step)) && step > used && !found) found = step;
    }
    return found;
}

std::string totp_key_text(std::string_view key) { return in_groups(totp_base32(key), 4, ' '); }

std::string totp_uri(std::string_view key, std::string_view account) {
    return "otpauth://totp/Stormkeel:" + std::string(account) + "?secret=" + totp_base32(key) +
           "&issuer=Stormkeel&algorithm=SHA1&digits=6&period=30";
}

}  // namespace stormkeel
