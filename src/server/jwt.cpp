// Checks a token step by step: its form, its signature, then what it claims, and last that it is new.
#include "server/jwt.h"

#include <algorithm>
#include <mutex>

#include "adapters/chart_csv_words.h"
#include "server/jwt_parts.h"
#include "server/jwt_replays.h"
#include "server/used_tokens.h"
#include "storage/digest.h"

namespace stormkeel {
namespace {

constexpr std::size_t longest_token = 8192;
constexpr std::size_t longest_jti = 256;
constexpr Duration longest_life = minutes(5);
constexpr Duration clocks_differ = seconds(30);

struct Registered {
    JwtIssuer issuer;
    std::vector<JwtKey> keys;
    JwtReplays replays;
};

JwtWhy wrong_place_of_keys(const JwtParts& token, const Registered& registered) {
    const Json place = token.head("jku");
    if (place.exists() && (registered.issuer.jku.empty() || place.string() != registered.issuer.jku)) {
        return "its jku is not the registered one";
    }
    return std::nullopt;
}

JwtWhy wrong_times(const JwtParts& token, Instant now) {
    const auto expires = jwt_time(token.claim("exp"));
    const auto issued = jwt_time(token.claim("iat"));
    if (!expires || !issued) return "its exp or iat is missing or no number";
    if (*expires <= now) return "it has expired";
    if (*issued > now + clocks_differ) return "its iat lies in the future";
    if (*expires - *issued > longest_life) return "its exp lies more than 5 minutes after its iat";
    if (*expires <= *issued) return "its exp does not lie after its iat";
    const Json not_before = token.claim("nbf");
    const auto begins = jwt_time(not_before);
    if (not_before.exists() && !begins) return "its nbf is no number";
    if (begins && *begins > now + clocks_differ) return "its nbf lies in the future";
    return std::nullopt;
}

JwtWhy wrong_audience(const JwtParts& token, std::string_view url) {
    const auto named = names_audience(token.claim("aud"), url);
    if (!named) return "its aud holds what is no text";
    return *named ? std::nullopt : JwtWhy("its aud is not the called address");
}

JwtWhy wrong_tenant(const JwtParts& token, const Registered& registered) {
    const Json tenant = token.claim("tenant");
    if (tenant.exists() && !tenant.is_string()) return "its tenant is no text";
    const auto& taken = registered.issuer.tenants;
    const bool known = taken.empty() || std::find(taken.begin(), taken.end(), tenant.string()) != taken.end();
    return known ? std::nullopt : JwtWhy("its tenant is not registered");
}

}  // namespace

struct JwtCheck::Inside {
    std::vector<Registered> issuers;
    std::mutex replays_in_use;         // and what is kept of them
    std::unique_ptr<UsedTokens> kept;  // nullptr: nothing outlives this

    Registered* named(std::string_view issuer) {
        const auto found = std::find_if(issuers.begin(), issuers.end(),
                                        [&](const Registered& one) { return one.issuer.issuer == issuer; });
        return issuer.empty() || found == issuers.end() ? nullptr : &*found;
    }

    struct Asked {
        std::string_view token;
        std::string_view url;
        Instant now;
    };
    JwtWhy wrong_but_for_use(const Asked& asked, JwtParts& token, Registered*& registered) {
        if (asked.token.size() > longest_token) return "it is longer than 8 KiB";
        if (const JwtWhy why = take_jwt_apart(asked.token, token)) return why;
        registered = named(token.claim("iss").string());
        if (registered == nullptr) return "its issuer is not registered";
        JwtWhy why = wrong_jwt_kind(token);
        if (!why) why = wrong_place_of_keys(token, *registered);
        if (!why) why = wrong_jwt_signature(token, registered->keys);
        if (!why) why = wrong_times(token, asked.now);
        if (!why) why = wrong_audience(token, asked.url);
        if (!why) why = wrong_tenant(token, *registered);
        if (!why) why = wrong_name(token);
        return why;
    }

    static JwtWhy wrong_name(const JwtParts& token) {
        const std::size_t size = token.claim("jti").string().size();
        if (size > 0 && size <= longest_jti) return std::nullopt;
        return "its jti is missing or longer than 256 bytes";
    }

    // Last of all, so that a token refused for another reason is not used up.
    JwtWhy used_before(const JwtParts& token, Registered& registered, Instant now) {
        const std::string digest = digest_of({registered.issuer.issuer, token.claim("jti").string()});
        const Instant expires = *jwt_time(token.claim("exp"));
        const std::lock_guard<std::mutex> lock(replays_in_use);
        if (kept && kept->was_used(digest)) return "its jti was used before";
        if (kept && kept->cannot_tell(*jwt_time(token.claim("iat")))) {
            return "it was issued before this machine started anew, and may have been used";
        }
        switch (registered.replays.note(digest, expires, now)) {
            case JwtReplays::Use::first:
                if (kept) kept->note(digest, expires, now);
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

void JwtCheck::keep_uses_in(const std::string& file, Instant now) {
    inside_->kept = std::make_unique<UsedTokens>(file, now);
}

std::variant<JwtCaller, JwtRefusal> JwtCheck::check(std::string_view token_text, std::string_view url, Instant now) {
    JwtParts token;
    Registered* registered = nullptr;
    JwtWhy why = inside_->wrong_but_for_use({token_text, url, now}, token, registered);
    if (!why) why = inside_->used_before(token, *registered, now);
    if (why) return JwtRefusal{*why};
    return JwtCaller{registered->issuer.issuer, std::string(token.claim("tenant").string())};
}

bool JwtCheck::would_accept(std::string_view token_text, std::string_view url, Instant now) {
    JwtParts token;
    Registered* registered = nullptr;
    return !inside_->wrong_but_for_use({token_text, url, now}, token, registered);
}

}  // namespace stormkeel
