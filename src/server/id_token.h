// Who a provider says is there: the check of an OpenID Connect ID token.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/json.h"
#include "core/time.h"
#include "server/jwt_keys.h"

namespace stormkeel {

// What the token of one sign-in has to say.
struct ExpectedIdToken {
    std::string_view issuer;     // byte for byte
    std::string_view client_id;  // ours
    std::string_view nonce;      // of this sign-in alone
    Instant begun;               // when it was begun here
};

struct IdToken {
    std::string subject;  // its sub: 1 to 255 printable ASCII characters
    std::shared_ptr<const JsonDocument> claims;
};

// Takes a token of at most 64 KiB, read from the provider itself, that is signed with the key of `keys` that its kid
// names, by that key's own algorithm; of this issuer, for this client alone (azp, where there is one or more than one
// aud) and this sign-in; not expired, and issued between its begin and `now`, where two clocks may differ by 60 s. Else
// why not, for the log alone.
std::variant<IdToken, std::string_view> check_id_token(std::string_view text, std::span<const JwtKey> keys,
                                                       const ExpectedIdToken& expected, Instant now);

}  // namespace stormkeel
