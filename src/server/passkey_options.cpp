// A key is a second factor here: it need not know its owner, and stays on the device as it likes.
#include "server/passkey_options.h"

#include <nlohmann/json.hpp>

#include "server/base64url.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

using OptionsOut = nlohmann::ordered_json;

constexpr std::int64_t passkey_patience = 120'000;  // milliseconds

OptionsOut credentials_for(const Factors& factors, const std::string& party) {
    OptionsOut list = OptionsOut::array();
    for (const Passkey& passkey : factors.passkeys) {
        if (passkey.party != party) continue;
        list.push_back({{"type", "public-key"}, {"id", base64url_encoded(passkey.credential)}});
    }
    return list;
}

}  // namespace

std::string creation_options(const Ceremony& asked, const std::string& account, const Factors& factors) {
    OptionsOut algorithms = OptionsOut::array();
    for (const int algorithm : passkey_algorithms) {
        algorithms.push_back({{"type", "public-key"}, {"alg", algorithm}});
    }
    // The id of a user must not tell who it is.
    const OptionsOut user{
        {"id", base64url_encoded(digest_of({"passkey", account}))}, {"name", account}, {"displayName", account}};
    return OptionsOut{{"challenge", asked.challenge},
                      {"rp", {{"id", asked.party.id}, {"name", "Stormkeel"}}},
                      {"user", user},
                      {"pubKeyCredParams", std::move(algorithms)},
                      {"timeout", passkey_patience},
                      {"attestation", "none"},
                      {"authenticatorSelection", {{"residentKey", "discouraged"}, {"userVerification", "preferred"}}},
                      {"excludeCredentials", credentials_for(factors, asked.party.id)}}
        .dump();
}

std::string assertion_options(const Ceremony& asked, const Factors& factors) {
    OptionsOut allowed = credentials_for(factors, asked.party.id);
    if (allowed.empty()) return {};
    return OptionsOut{{"challenge", asked.challenge},
                      {"rpId", asked.party.id},
                      {"timeout", passkey_patience},
                      {"userVerification", "preferred"},
                      {"allowCredentials", std::move(allowed)}}
        .dump();
}

}  // namespace stormkeel
