// Its form and signature first, then what it claims.
#include "server/id_token.h"

#include <algorithm>

#include "server/jwt_parts.h"
#include "server/secrets.h"

namespace stormkeel {
namespace {

constexpr std::size_t longest_id_token = std::size_t{64} << 10U;
constexpr std::size_t longest_subject = 255;
constexpr Duration clock_slack = seconds(60);

JwtWhy wrong_id_times(const JwtParts& token, Instant begun, Instant now) {
    const auto expires = jwt_time(token.claim("exp"));
    const auto issued = jwt_time(token.claim("iat"));
    if (!expires || !issued) return "its exp or iat is missing or no number";
    if (*expires + clock_slack <= now) return "it has expired";
    if (*issued > now + clock_slack) return "its iat lies in the future";
    if (*issued + clock_slack < begun) return "its iat lies before this sign-in was begun";
    const Json not_before = token.claim("nbf");
    const auto begins = jwt_time(not_before);
    if (not_before.exists() && (!begins || *begins > now + clock_slack)) return "its nbf is no number or in the future";
    return std::nullopt;
}

JwtWhy wrong_client(const JwtParts& token, std::string_view client_id) {
    const Json audience = token.claim("aud");
    if (!names_audience(audience, client_id).value_or(false)) return "its aud does not name our client_id";
    const Json party = token.claim("azp");
    const bool several = audience.is_array() && audience.size() > 1;
    if ((party.exists() || several) && party.string() != client_id) return "its azp is not our client_id";
    return std::nullopt;
}

JwtWhy wrong_subject(std::string_view subject) {
    const bool printable = std::all_of(subject.begin(), subject.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    const bool right = !subject.empty() && subject.size() <= longest_subject && printable;
    return right ? std::nullopt : JwtWhy("its sub is missing, too long, or not of printable ASCII");
}

}  // namespace

std::variant<IdToken, std::string_view> check_id_token(std::string_view text, std::span<const JwtKey> keys,
                                                       const ExpectedIdToken& expected, Instant now) {
    if (text.size() > longest_id_token) return "it is longer than 64 KiB";
    JwtParts token;
    JwtWhy why = take_jwt_apart(text, token);
    if (!why) why = wrong_jwt_kind(token);
    if (!why) why = wrong_jwt_signature(token, keys);
    if (!why && token.claim("iss").string() != expected.issuer) why = "its iss is not the registered issuer";
    if (!why) why = wrong_client(token, expected.client_id);
    if (!why) why = wrong_id_times(token, expected.begun, now);
    if (!why && !same_secret(token.claim("nonce").string(), expected.nonce))
        why = "its nonce is not that of the sign-in";
    if (!why) why = wrong_subject(token.claim("sub").string());
    if (why) return *why;
    return IdToken{std::string(token.claim("sub").string()), token.claims};
}

}  // namespace stormkeel
