// Reads and writes an account's factors, and asks them whether something fits.
#include "server/second_factors.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "server/base64url.h"
#include "server/password.h"
#include "server/route.h"
#include "server/secrets.h"
#include "server/totp.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::size_t recovery_codes = 8;
constexpr std::size_t recovery_code_bytes = 10;
constexpr std::size_t recovery_code_characters = recovery_code_bytes * 2;
constexpr std::size_t recovery_code_group = 5;

// The fields that every factor has; false when one is missing.
template <typename Factor>
bool read_common(const Json& json, Factor& factor) {
    factor.id = json["id"].string();
    factor.name = json["name"].string();
    const auto added = parse_instant(json["added"].string());
    if (added) factor.added = *added;
    return added && !factor.id.empty();
}

std::optional<AuthenticatorApp> read_app(const Json& json) {
    AuthenticatorApp app;
    const auto key = base64url_decoded(json["key"].string());
    const auto used = whole_number(json["used"].text());
    if (!read_common(json, app) || !key || key->empty() || !used) return std::nullopt;
    app.key = *key;
    app.used = *used;
    return app;
}

std::optional<Passkey> read_passkey(const Json& json) {
    Passkey passkey;
    const auto credential = base64url_decoded(json["credential"].string());
    const auto key = base64url_decoded(json["key"].string());
    const auto counter = whole_number(json["counter"].text());
    const auto algorithm = whole_number(json["cose"].text());
    if (!read_common(json, passkey) || !credential || !key || !counter || !algorithm) return std::nullopt;
    passkey.credential = *credential;
    passkey.key = {-static_cast<int>(*algorithm), *key, static_cast<std::uint32_t>(*counter)};
    passkey.party = json["party"].string();
    return passkey;
}

bool has_proof_at_the_wall(const Factors& factors) { return !factors.pin.empty() || !factors.badge.empty(); }

// Without what a person puts between the letters; in small letters.
std::string bare_code(std::string_view code) {
    std::string bare;
    for (const char c : code) {
        if (c == ' ' || c == '-') continue;
        bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return bare;
}

}  // namespace

Factors factors_of(const Account& account) {
    if (account.factors.empty()) return {};
    Factors unreadable;
    unreadable.unreadable = true;
    const auto read = read_json(account.factors);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr || !(*document)->root().is_object()) return unreadable;
    const Json root = (*document)->root();
    Factors factors;
    for (const Json json : root["apps"]) {
        const auto app = read_app(json);
        if (!app) return unreadable;
        factors.apps.push_back(*app);
    }
    for (const Json json : root["passkeys"]) {
        const auto passkey = read_passkey(json);
        if (!passkey) return unreadable;
        factors.passkeys.push_back(*passkey);
    }
    for (const Json json : root["recovery"]) factors.recovery.emplace_back(json.string());
    factors.pin = root["pin"].string();
    factors.badge = root["badge"].string();
    if (!factors.pin.empty() && !is_password_hash(factors.pin)) return unreadable;
    return factors.count() > 0 || has_proof_at_the_wall(factors) ? factors : unreadable;
}

std::string to_json(const Factors& factors) {
    if (factors.count() == 0 && !has_proof_at_the_wall(factors)) return {};
    using Out = nlohmann::ordered_json;
    Out apps = Out::array();
    for (const AuthenticatorApp& app : factors.apps) {
        apps.push_back({{"id", app.id},
                        {"name", app.name},
                        {"added", to_text(app.added)},
                        {"key", base64url_encoded(app.key)},
                        {"used", app.used}});
    }
    Out passkeys = Out::array();
    for (const Passkey& passkey : factors.passkeys) {
        passkeys.push_back({{"id", passkey.id},
                            {"name", passkey.name},
                            {"added", to_text(passkey.added)},
                            {"credential", base64url_encoded(passkey.credential)},
                            {"key", base64url_encoded(passkey.key.bytes)},
                            {"cose", -passkey.key.algorithm},
                            {"counter", passkey.key.counter},
                            {"party", passkey.party}});
    }
    Out all{{"apps", std::move(apps)}, {"passkeys", std::move(passkeys)}, {"recovery", factors.recovery}};
    if (!factors.pin.empty()) all["pin"] = factors.pin;
    if (!factors.badge.empty()) all["badge"] = factors.badge;
    return all.dump();
}

bool remove_factor(Factors& factors, std::string_view id) {
    const auto is_it = [&](const auto& each) { return each.id == id; };
    const std::size_t removed = std::erase_if(factors.apps, is_it) + std::erase_if(factors.passkeys, is_it);
    if (factors.count() == 0) factors.recovery.clear();
    return removed > 0;
}

std::vector<std::string> new_recovery_codes(Factors& factors) {
    std::vector<std::string> codes;
    factors.recovery.clear();
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        const std::string code = hexadecimal(random_bytes(recovery_code_bytes));
        factors.recovery.push_back(digest_of({code}));
        codes.push_back(in_groups(code, recovery_code_group, '-'));
    }
    return codes;
}

std::optional<FactorsPassed> pass_by_code(const Factors& factors, std::string_view code, const CodeTime& at) {
    const std::string bare = bare_code(code);
    FactorsPassed passed{{}, factors};
    if (bare.size() == recovery_code_characters) {
        const std::string digest = digest_of({bare});
        passed.by = "recovery code";
        const auto spent =
            std::erase_if(passed.factors.recovery, [&](const auto& one) { return same_secret(one, digest); });
        return spent > 0 ? std::optional(std::move(passed)) : std::nullopt;
    }
    for (AuthenticatorApp& app : passed.factors.apps) {
        auto step = fresh_totp_step(app.key, bare, at.now, app.used);
        if (!step && at.doubt > Duration{}) step = fresh_totp_step(app.key, bare, at.now - at.doubt, app.used);
        if (!step) continue;
        app.used = *step;
        passed.by = "authenticator app";
        return passed;
    }
    return std::nullopt;
}

std::optional<FactorsPassed> pass_by_assertion(const Factors& factors, const Assertion& made, const Ceremony& asked) {
    FactorsPassed passed{"passkey", factors};
    for (Passkey& passkey : passed.factors.passkeys) {
        if (passkey.party != asked.party.id || passkey.credential != made.credential) continue;
        const auto checked = checked_assertion(made, passkey.key, asked);
        const auto* counter = std::get_if<std::uint32_t>(&checked);
        if (counter == nullptr) return std::nullopt;
        passkey.key.counter = *counter;
        return passed;
    }
    return std::nullopt;
}

bool has_password(const Account& account) { return is_password_hash(account.credential); }

bool lacks_second_factor(const Account& account, const SecondFactorRule& rule) {
    const auto role = person_role_named(account.role);
    const bool required = role && std::find(rule.required.begin(), rule.required.end(), *role) != rule.required.end();
    return required && has_password(account) && !factors_of(account).any();
}

std::size_t fewest_password_characters(std::string_view role, const SecondFactorRule& rule) {
    const auto known = person_role_named(role);
    const bool required = known && std::find(rule.required.begin(), rule.required.end(), *known) != rule.required.end();
    return required ? fewest_characters_beside_a_factor : fewest_characters;
}

}  // namespace stormkeel
