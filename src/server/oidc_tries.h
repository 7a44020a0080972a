// Sign-ins that were begun here and have not come back yet. Nothing is held of them but of who signed in by one: the
// browser's cookie is the only thing to find one by, so that a flood of them uses up nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "server/jwt_replays.h"

namespace stormkeel {

struct OidcTry {
    std::string cookie;        // what the browser that began it keeps: the provider, the time, and 256 random bits
    std::size_t provider = 0;  // its place among those that are registered
    Instant begun;
    std::string state;
    std::string nonce;
    std::string verifier;   // of PKCE
    std::string challenge;  // its SHA-256 in base64url
};

class OidcTries {
public:
    OidcTries();  // with a key of its own: those of an earlier start do not come back

    OidcTry begin(std::size_t provider, Instant now) const;

    // The one that this cookie was given for, not longer than ten minutes ago.
    std::optional<OidcTry> find(std::string_view cookie, Instant now) const;

    // Notes that somebody signed in by it, unless somebody did before; each does so once.
    bool use(const OidcTry& found, Instant now);
    bool is_used(const OidcTry& found) const { return used_.is_noted(found.state); }

private:
    OidcTry try_of(std::string_view cookie) const;

    std::string key_;
    JwtReplays used_;
};

}  // namespace stormkeel
