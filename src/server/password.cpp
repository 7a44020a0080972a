// scrypt of OpenSSL.
#include "server/password.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "server/secrets.h"

namespace stormkeel {

namespace {

constexpr std::size_t most_characters = 128;
constexpr std::uint64_t cost = std::uint64_t{1} << 17U;
constexpr std::uint64_t block_size = 8;
constexpr std::uint64_t memory_at_most = std::uint64_t{160} << 20U;
constexpr std::string_view stored_head = "$scrypt$ln=17,r=8,p=1$";
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

// Long passwords that many people have, in lower case and without what stands between the words.
constexpr auto obvious = std::to_array<std::string_view>({"correcthorsebatterystaple",
                                                          "administrator",
                                                          "1q2w3e4r5t6y",
                                                          "1q2w3e4r",
                                                          "abcdefghijklm",
                                                          "abcdefgh",
                                                          "1234567890",
                                                          "0987654321",
                                                          "123456789",
                                                          "qwertyuiop",
                                                          "qwertzuiop",
                                                          "asdfghjkl",
                                                          "zxcvbnm",
                                                          "123456",
                                                          "qwerty",
                                                          "password",
                                                          "passwort",
                                                          "passw0rd",
                                                          "p4ssword",
                                                          "letmein",
                                                          "welcome",
                                                          "willkommen",
                                                          "iloveyou",
                                                          "trustno1",
                                                          "sunshine",
                                                          "princess",
                                                          "football",
                                                          "baseball",
                                                          "superman",
                                                          "dragon",
                                                          "monkey",
                                                          "master",
                                                          "shadow",
                                                          "changeme",
                                                          "default",
                                                          "secret",
                                                          "admin",
                                                          "stormkeel",
                                                          "cytokine",
                                                          "hospital",
                                                          "physician",
                                                          "pharmacist",
                                                          "doctor",
                                                          "nurse",
                                                          "ward",
                                                          "login",
                                                          "summer",
                                                          "winter",
                                                          "spring",
                                                          "autumn",
                                                          "abc123",
                                                          "1234",
                                                          "2023",
                                                          "2024",
                                                          "2025",
                                                          "2026"});

// Unicode code points of UTF-8.
std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string core_of(std::string_view text) {
    std::string core;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z') core += static_cast<char>(c | 0x20);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) core += c;
    }
    return core;
}

// Takes every occurrence of a part out.
std::string without(std::string text, std::string_view part) {
    for (std::size_t at = 0; !part.empty() && (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
    return text;
}

// One part again and again, a piece of it at the end: "herons herons herons".
bool repeats_itself(std::string_view text) {
    for (std::size_t length = 1; 2 * length <= text.size(); ++length) {
        bool same = true;
        for (std::size_t i = length; same && i < text.size(); ++i) same = text[i] == text[i - length];
        if (same) return true;
    }
    return false;
}

std::size_t different_characters(std::string text) {
    std::sort(text.begin(), text.end());
    return static_cast<std::size_t>(std::unique(text.begin(), text.end()) - text.begin());
}

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    while (text.ends_with('=')) text.pop_back();
    return text;
}

// Nothing unless it is the base64 of exactly so many bytes.
std::optional<std::string> bytes_of(std::string text, std::size_t count) {
    while (text.size() % 4 != 0) text += '=';
    std::string bytes(text.size() / 4 * 3 + 1, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < static_cast<int>(count)) return std::nullopt;
    bytes.resize(count);
    return bytes;
}

// Nothing when there is not memory enough.
std::optional<std::string> scrypt(std::string_view password, std::string_view salt) {
    std::string hash(hash_bytes, '\0');
    const int done = EVP_PBE_scrypt(password.data(), password.size(),
                                    reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost, block_size,
                                    1, memory_at_most, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
    return done == 1 ? std::optional(hash) : std::nullopt;
}

}  // namespace

std::string why_no_password(std::string_view password, std::string_view name, std::size_t fewest) {
    const std::size_t characters = characters_of(password);
    if (characters < fewest) {
        return "a password has at least " + std::to_string(fewest) +
               " characters, so that nobody can try them all: three or four words will do";
    }
    if (characters > most_characters) return "a password has at most 128 characters";
    const bool controls = std::any_of(password.begin(), password.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (controls) return "a password has no control characters";
    const std::string core = core_of(password);
    if (repeats_itself(core)) return "this password is one word again and again; three or four different words will do";
    std::string rest = without(core, core_of(name));
    // The parts of a name, too: "ortega" of "m.ortega".
    for (std::size_t from = 0; from < name.size();) {
        const std::size_t end = std::min(name.find_first_of(".-_", from), name.size());
        if (end - from >= 4) rest = without(std::move(rest), core_of(name.substr(from, end - from)));
        from = end + 1;
    }
    for (const std::string_view word : obvious) rest = without(std::move(rest), word);
    constexpr std::size_t fewest_of_the_rest = 6;
    if (rest.size() < fewest_of_the_rest || different_characters(rest) < fewest_of_the_rest) {
        return "this password is among the first that are tried: beside the name and common words it needs more of its "
               "own";
    }
    return {};
}

std::string password_hash(std::string_view password) {
    const std::string salt = random_bytes(salt_bytes);
    const auto hash = scrypt(password, salt);
    return hash ? std::string(stored_head) + base64(salt) + '$' + base64(*hash) : std::string();
}

bool is_password_hash(std::string_view text) { return text.starts_with(stored_head); }

bool fits(std::string_view password, std::string_view hash) {
    if (!is_password_hash(hash)) {
        spend_the_time_of_a_check(password);
        return false;
    }
    hash.remove_prefix(stored_head.size());
    const std::size_t end = std::min(hash.find('$'), hash.size());
    const auto salt = bytes_of(std::string(hash.substr(0, end)), salt_bytes);
    const auto kept = bytes_of(std::string(hash.substr(std::min(hash.size(), end + 1))), hash_bytes);
    if (!salt || !kept) return false;
    const auto computed = scrypt(password, *salt);
    return computed && same_secret(*computed, *kept);
}

void spend_the_time_of_a_check(std::string_view password) { scrypt(password, std::string(salt_bytes, '\0')); }

}  // namespace stormkeel
