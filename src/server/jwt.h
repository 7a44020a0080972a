// Who calls: the check of the JSON Web Token (RFC 7519) that a CDS Hooks client sends with each call.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.h"

namespace stormkeel {

// A client that a site registered. Nothing of it is ever fetched: the keys are those the site pinned.
struct JwtIssuer {
    std::string issuer;                // its claim iss, byte for byte
    std::string jwks;                  // its JSON Web Key Set as text
    std::string jku;                   // where it says its keys are, byte for byte; empty: its tokens name no place
    std::vector<std::string> tenants;  // whose tokens are taken; empty: the claim tenant is not looked at
};

struct JwtCaller {
    std::string issuer;
    std::string tenant;  // empty when the token names none
};

// For the log alone, and nothing of the token stands in it. Callers are told the same whatever was wrong: what they
// learn of the check would help only those who try keys.
struct JwtRefusal {
    std::string_view why;
};

// Takes a token of at most 8 KiB that is
// - signed by ES384 or RS384 with the key of the registered issuer that its kid names, by that key's own algorithm;
// - for this very address: aud is the called URL, or a list that holds it;
// - fresh: exp lies after `now` and at most 5 minutes after iat, and neither iat nor nbf lies more than 30 seconds
//   after `now` (what two clocks may differ by);
// - new: its jti was not used before. Used ones are kept until they expire, so many for each issuer at once, over a
//   start of the ward too (UsedTokens).
// JSON with a name twice, an unknown crit, and a jku other than the registered one are refused.
class JwtCheck {
public:
    static constexpr std::size_t replays_kept = 100'000;

    // All issuers, or what is wrong with their registration: an issuer twice or without a name, a key set that cannot
    // be used.
    static std::variant<JwtCheck, std::vector<std::string>> of(const std::vector<JwtIssuer>& issuers,
                                                               std::size_t capacity = replays_kept);
    ~JwtCheck();
    JwtCheck(JwtCheck&&) noexcept;
    JwtCheck& operator=(JwtCheck&&) noexcept;

    // Remembers in this file which tokens were used; call it before the first check.
    void keep_uses_in(const std::string& file, Instant now);

    // `token` is what follows "Bearer ", `url` the address that was called as the client knows it. Many threads may ask
    // at once.
    std::variant<JwtCaller, JwtRefusal> check(std::string_view token, std::string_view url, Instant now);

    // The same but for its being new: the token is not used up, and check() may follow.
    bool would_accept(std::string_view token, std::string_view url, Instant now);

private:
    struct Inside;
    explicit JwtCheck(std::unique_ptr<Inside> inside);

    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
