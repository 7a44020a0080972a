// State, nonce and verifier are HMACs of the cookie, each over a word of its own.
#include "server/oidc_tries.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "server/base64url.h"
#include "server/route.h"
#include "server/secrets.h"

namespace stormkeel {

namespace {

constexpr std::size_t try_bytes = 32;
constexpr std::size_t used_tries_kept = 10'000;
constexpr Duration longest_try = minutes(10);

using TryDigest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string in_base64url(const TryDigest& digest, unsigned int length) {
    return base64url_encoded({reinterpret_cast<const char*>(digest.data()), length});
}

std::string keyed(const std::string& key, const std::string& text) {
    TryDigest digest{};
    unsigned int length = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, text.size(), digest.data(), &length) ==
        nullptr) {
        throw std::runtime_error("HMAC-SHA256 is not available in this OpenSSL");
    }
    return in_base64url(digest, length);
}

std::string challenge_of(const std::string& verifier) {
    TryDigest digest{};
    unsigned int length = 0;
    if (EVP_Digest(verifier.data(), verifier.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    }
    return in_base64url(digest, length);
}

}  // namespace

OidcTries::OidcTries() : key_(random_bytes(try_bytes)), used_(used_tries_kept) {}

OidcTry OidcTries::try_of(std::string_view cookie) const {
    OidcTry made;
    made.cookie = cookie;
    made.state = keyed(key_, "state " + made.cookie);
    made.nonce = keyed(key_, "nonce " + made.cookie);
    made.verifier = keyed(key_, "verifier " + made.cookie);
    made.challenge = challenge_of(made.verifier);
    return made;
}

OidcTry OidcTries::begin(std::size_t provider, Instant now) const {
    OidcTry made = try_of(std::to_string(provider) + '.' + std::to_string(now.microseconds) + '.' +
                          base64url_encoded(random_bytes(try_bytes)));
    made.provider = provider;
    made.begun = now;
    return made;
}

// Who changes the provider or the time has another state than came back.
std::optional<OidcTry> OidcTries::find(std::string_view cookie, Instant now) const {
    const std::size_t first = cookie.find('.');
    const std::size_t second = first == std::string_view::npos ? first : cookie.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto provider = whole_number(cookie.substr(0, first));
    const auto begun = whole_number(cookie.substr(first + 1, second - first - 1));
    const Instant at{begun ? static_cast<std::int64_t>(*begun) : 0};
    if (!provider || !begun || at > now || now - at >= longest_try) return std::nullopt;
    OidcTry found = try_of(cookie);
    found.provider = static_cast<std::size_t>(*provider);
    found.begun = at;
    return found;
}

bool OidcTries::use(const OidcTry& found, Instant now) {
    return used_.note(found.state, found.begun + longest_try, now) == JwtReplays::Use::first;
}

}  // namespace stormkeel
