// Checks a token step by step: its form, its signature, then what it claims, and last that it is new.
#include "server/jwt.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "adapters/chart_csv_words.h"
#include "adapters/json.h"
#include "server/base64url.h"
#include "server/jwt_keys.h"
#include "server/jwt_replays.h"

namespace stormkeel {
namespace {

constexpr std::size_t longest_token = 8192;
constexpr std::size_t longest_jti = 256;
constexpr Duration longest_life = minutes(5);
constexpr Duration clocks_differ = seconds(30);

using Document = std::shared_ptr<const JsonDocument>;
using Why = std::optional<std::string_view>;  // nothing: this step passes

struct Registered {
    JwtIssuer issuer;
    std::vector<JwtKey> keys;
    JwtReplays replays;
};

// A token taken apart; nothing of it is believed before its signature is verified.
struct Token {
    std::string_view signed_text;
    std::string signature;
    Document header;
    Document claims;

    Json head(std::string_view name) const { return header->root()[name]; }
    Json claim(std::string_view name) const { return claims->root()[name]; }
};

// An object, strictly: a claim that stands twice could be read as either.
Document object_in(std::string_view part) {
    const auto bytes = base64url_decoded(part);
    if (!bytes) return nullptr;
    auto read = read_json(*bytes);
    const auto* document = std::get_if<Document>(&read);
    return document != nullptr && (*document)->root().is_object() ? *document : nullptr;
}

Why take_apart(std::string_view text, Token& token) {
    if (text.size() > longest_token) return "it is longer than 8 KiB";
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
        return "it has not three parts";
    }
    token.signed_text = text.substr(0, second);
    token.header = object_in(text.substr(0, first));
    if (!token.header) return "its header is no JSON object in base64url, or names something twice";
    token.claims = object_in(text.substr(first + 1, second - first - 1));
    if (!token.claims) return "its claims are no JSON object in base64url, or name something twice";
    auto signature = base64url_decoded(text.substr(second + 1));
    if (!signature || signature->empty()) return "its signature is missing or no base64url";
    token.signature = std::move(*signature);
    return std::nullopt;
}

Why wrong_header(const Token& token, const Registered& registered) {
    const Json type = token.head("typ");
    if (type.exists() && type.string() != "JWT" && type.string() != "jwt") return "its typ is not JWT";
    if (token.head("crit").exists()) return "its crit names what this check does not know";
    const Json place = token.head("jku");
    if (place.exists() && (registered.issuer.jku.empty() || place.string() != registered.issuer.jku)) {
        return "its jku is not the registered one";
    }
    return std::nullopt;
}

Why wrong_signature(const Token& token, const Registered& registered) {
    const std::string_view id = token.head("kid").string();
    const auto key =
        std::find_if(registered.keys.begin(), registered.keys.end(), [&](const JwtKey& one) { return one.id() == id; });
    if (key == registered.keys.end()) return "its kid names no key of the issuer";
    if (token.head("alg").string() != name_of(key->algorithm())) return "its alg is not that of the key";
    if (!key->verifies(token.signed_text, token.signature)) return "its signature is wrong";
    return std::nullopt;
}

// Seconds since 1970, whole or not; nothing for all else.
std::optional<Instant> time_in(Json claim) {
    if (!claim.is_number()) return std::nullopt;
    const auto seconds_since = parse_decimal(claim.text());
    if (!seconds_since) return std::nullopt;
    constexpr std::int64_t billionths_in_a_microsecond = 1000;
    return Instant{seconds_since->billionths / billionths_in_a_microsecond};
}

Why wrong_times(const Token& token, Instant now) {
    const auto expires = time_in(token.claim("exp"));
    const auto issued = time_in(token.claim("iat"));
    if (!expires || !issued) return "its exp or iat is missing or no number";
    if (*expires <= now) return "it has expired";
    if (*issued > now + clocks_differ) return "its iat lies in the future";
    if (*expires - *issued > longest_life) return "its exp lies more than 5 minutes after its iat";
    if (*expires <= *issued) return "its exp does not lie after its iat";
    const Json not_before = token.claim("nbf");
    const auto begins = time_in(not_before);
    if (not_before.exists() && !begins) return "its nbf is no number";
    if (begins && *begins > now + clocks_differ) return "its nbf lies in the future";
    return std::nullopt;
}

Why wrong_audience(Json audience, std::string_view url) {
    if (audience.is_string()) {
        return audience.string() == url ? std::nullopt : Why("its aud is not the called address");
    }
    bool named = false;
    for (const Json one : audience) {
        if (!one.is_string()) return "its aud holds what is no text";
        named = named || one.string() == url;
    }
    return audience.is_array() && named ? std::nullopt : Why("its aud is not the called address");
}

Why wrong_tenant(const Token& token, const Registered& registered) {
    const Json tenant = token.claim("tenant");
    if (tenant.exists() && !tenant.is_string()) return "its tenant is no text";
    const auto& taken = registered.issuer.tenants;
    const bool known = taken.empty() || std::find(taken.begin(), taken.end(), tenant.string()) != taken.end();
    return known ? std::nullopt : Why("its tenant is not registered");
}

}  // namespace

struct JwtCheck::Inside {
    std::vector<Registered> issuers;
    std::mutex replays_in_use;

    Registered* named(std::string_view issuer) {
        const auto found = std::find_if(issuers.begin(), issuers.end(),
                                        [&](const Registered& one) { return one.issuer.issuer == issuer; });
        return issuer.empty() || found == issuers.end() ? nullptr : &*found;
    }

    // Last of all, so that a token refused for another reason is not used up.
    Why used_before(const Token& token, Registered& registered, Instant now) {
        const std::string jti(token.claim("jti").string());
        if (jti.empty() || jti.size() > longest_jti) return "its jti is missing or longer than 256 bytes";
        const std::lock_guard<std::mutex> lock(replays_in_use);
        switch (registered.replays.note(jti, *time_in(token.claim("exp")), now)) {
            case JwtReplays::Use::first:
                return std::nullopt;
            case JwtReplays::Use::again:
                return "its jti was used before";
            case JwtReplays::Use::no_room:
                break;
        }
        return "too many tokens of the issuer are in use at once";
    }
};

JwtCheck::JwtCheck(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
JwtCheck::~JwtCheck() = default;
JwtCheck::JwtCheck(JwtCheck&&) noexcept = default;
JwtCheck& JwtCheck::operator=(JwtCheck&&) noexcept = default;

std::variant<JwtCheck, std::vector<std::string>> JwtCheck::of(const std::vector<JwtIssuer>& issuers,
                                                              std::size_t capacity) {
    auto inside = std::make_unique<Inside>();
    std::vector<std::string> problems;
    for (const JwtIssuer& issuer : issuers) {
        const std::string where = "issuer '" + clipped(issuer.issuer) + "': ";
        if (issuer.issuer.empty()) problems.push_back(where + "it has no name; its tokens' iss would be right");
        if (inside->named(issuer.issuer) != nullptr) problems.push_back(where + "it is registered twice");
        JwkSet set = read_jwks(issuer.jwks);
        for (const std::string& problem : set.problems) problems.push_back(where + problem);
        inside->issuers.push_back({issuer, std::move(set.keys), JwtReplays(capacity)});
    }
    if (!problems.empty()) return problems;
    return JwtCheck(std::move(inside));
}

std::variant<JwtCaller, JwtRefusal> JwtCheck::check(std::string_view token_text, std::string_view url, Instant now) {
    Token token;
    if (const Why why = take_apart(token_text, token)) return JwtRefusal{*why};
    Registered* registered = inside_->named(token.claim("iss").string());
    if (registered == nullptr) return JwtRefusal{"its issuer is not registered"};
    Why why = wrong_header(token, *registered);
    if (!why) why = wrong_signature(token, *registered);
    if (!why) why = wrong_times(token, now);
    if (!why) why = wrong_audience(token.claim("aud"), url);
    if (!why) why = wrong_tenant(token, *registered);
    if (!why) why = inside_->used_before(token, *registered, now);
    if (why) return JwtRefusal{*why};
    return JwtCaller{registered->issuer.issuer, std::string(token.claim("tenant").string())};
}

}  // namespace stormkeel
