// Takes tokens apart strictly: what could be read in two ways is refused.
#include "server/jwt_parts.h"

#include <algorithm>

#include "adapters/chart_csv_words.h"
#include "server/base64url.h"

namespace stormkeel {
namespace {

using JwtDocument = std::shared_ptr<const JsonDocument>;

// An object, strictly: a claim that stands twice could be read as either.
JwtDocument jwt_object_in(std::string_view part) {
    const auto bytes = base64url_decoded(part);
    if (!bytes) return nullptr;
    auto read = read_json(*bytes);
    const auto* document = std::get_if<JwtDocument>(&read);
    return document != nullptr && (*document)->root().is_object() ? *document : nullptr;
}

}  // namespace

JwtWhy take_jwt_apart(std::string_view text, JwtParts& token) {
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
        return "it has not three parts";
    }
    token.signed_text = text.substr(0, second);
    token.header = jwt_object_in(text.substr(0, first));
    if (!token.header) return "its header is no JSON object in base64url, or names something twice";
    token.claims = jwt_object_in(text.substr(first + 1, second - first - 1));
    if (!token.claims) return "its claims are no JSON object in base64url, or name something twice";
    auto signature = base64url_decoded(text.substr(second + 1));
    if (!signature || signature->empty()) return "its signature is missing or no base64url";
    token.signature = std::move(*signature);
    return std::nullopt;
}

JwtWhy wrong_jwt_kind(const JwtParts& token) {
    const Json type = token.head("typ");
    if (type.exists() && type.string() != "JWT" && type.string() != "jwt") return "its typ is not JWT";
    if (token.head("crit").exists()) return "its crit names what this check does not know";
    return std::nullopt;
}

JwtWhy wrong_jwt_signature(const JwtParts& token, std::span<const JwtKey> keys) {
    const std::string_view id = token.head("kid").string();
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const JwtKey& one) { return one.id() == id; });
    if (key == keys.end()) return unknown_jwt_key;
    if (token.head("alg").string() != name_of(key->algorithm())) return "its alg is not that of the key";
    if (!key->verifies(token.signed_text, token.signature)) return "its signature is wrong";
    return std::nullopt;
}

std::optional<Instant> jwt_time(Json claim) {
    if (!claim.is_number()) return std::nullopt;
    const auto seconds_since = parse_decimal(claim.text());
    if (!seconds_since) return std::nullopt;
    constexpr std::int64_t billionths_in_a_microsecond = 1000;
    return Instant{seconds_since->billionths / billionths_in_a_microsecond};
}

std::optional<bool> names_audience(Json audience, std::string_view wanted) {
    if (audience.is_string()) return audience.string() == wanted;
    bool named = false;
    for (const Json one : audience) {
        if (!one.is_string()) return std::nullopt;
        named = named || one.string() == wanted;
    }
    return audience.is_array() && named;
}

}  // namespace stormkeel
