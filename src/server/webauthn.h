// Passkeys and security keys (W3C WebAuthn Level 2) from the server's side: what a browser brings is checked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/http.h"

namespace stormkeel {

// Where a key is made for: the origin of the pages, and its host, the RP ID.
struct RelyingParty {
    std::string origin;  // "https://ward.example.org"
    std::string id;      // "ward.example.org"
};

// Whose keys work for the page that sent this request: that of the setting's origin when the page is of it; without a
// setting that of http://localhost alone. Nothing: keys cannot be used there.
std::optional<RelyingParty> relying_party(const HttpRequest& request, const std::string& origin_setting);

// What is wrong with the setting; empty when nothing is.
std::string why_no_origin(std::string_view origin);

// What was asked for, and has to stand in what the browser signed.
struct Ceremony {
    RelyingParty party;
    std::string challenge;  // base64url of 256 random bits
};
Ceremony new_ceremony(RelyingParty party);

// ES256, EdDSA and RS256, as COSE numbers them: the keys that are taken.
inline constexpr std::array passkey_algorithms{-7, -8, -257};

// Credential ids, keys, data and signatures are bytes.
struct PasskeyKey {
    int algorithm = 0;  // one of those
    std::string bytes;  // as libfido2 holds it
    std::uint32_t counter = 0;
};
struct NewPasskey {
    std::string credential;
    PasskeyKey key;
};
struct Attestation {
    std::string client_data;
    std::string authenticator_data;
};
struct Assertion {
    std::string credential;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
};

// The new key, or why it is not taken. No statement on the make of the authenticator is asked for ("none").
std::variant<NewPasskey, std::string> checked_attestation(const Attestation& made, const Ceremony& asked);

// The counter of the key from here on, or why it does not let anybody in.
std::variant<std::uint32_t, std::string> checked_assertion(const Assertion& made, const PasskeyKey& key,
                                                           const Ceremony& asked);

}  // namespace stormkeel
