// A JSON Web Token (RFC 7519) in its parts, and the steps of a check that are the same whatever the token is for.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/json.h"
#include "core/time.h"
#include "server/jwt_keys.h"

namespace stormkeel {

// Why a token is refused, with nothing of it; nothing: this step passes.
using JwtWhy = std::optional<std::string_view>;

// Nothing of it is believed before its signature is verified. The signed text is part of the token's, which outlives
// it.
struct JwtParts {
    std::string_view signed_text;
    std::string signature;
    std::shared_ptr<const JsonDocument> header;
    std::shared_ptr<const JsonDocument> claims;

    Json head(std::string_view name) const { return header->root()[name]; }
    Json claim(std::string_view name) const { return claims->root()[name]; }
};

// Refuses what has not three parts, and JSON with a name twice.
JwtWhy take_jwt_apart(std::string_view text, JwtParts& token);

// Its typ is another than JWT, or it has an unknown crit.
JwtWhy wrong_jwt_kind(const JwtParts& token);

// Its kid names no key, its alg is not the key's own, or the key does not verify it.
inline constexpr std::string_view unknown_jwt_key = "its kid names no key of the issuer";
JwtWhy wrong_jwt_signature(const JwtParts& token, std::span<const JwtKey> keys);

// Seconds since 1970, whole or not; nothing for all else.
std::optional<Instant> jwt_time(Json claim);

// Whether the claim aud is this text, or a list that holds it; nothing for a list that holds what is no text.
std::optional<bool> names_audience(Json audience, std::string_view wanted);

}  // namespace stormkeel
