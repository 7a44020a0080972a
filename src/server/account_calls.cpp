// A person's own account: who they are, their password, and what is asked for beside it.
#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "server/base64url.h"
#include "server/calls.h"
#include "server/own_account.h"
#include "server/passkey_options.h"
#include "server/password.h"
#include "server/password_check.h"
#include "server/qr_code.h"
#include "server/session_start.h"
#include "server/totp.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using OwnOut = nlohmann::ordered_json;

void tell_account(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const Account& account = own_account(served, request);
    const SecondFactorRule& rule = served.operation.second_factor;
    const Factors factors = factors_of(account);
    OwnOut list = OwnOut::array();
    const auto tell = [&](const auto& factor, std::string_view kind) {
        list.push_back({{"id", factor.id}, {"kind", kind}, {"name", factor.name}, {"added", to_text(factor.added)}});
    };
    for (const AuthenticatorApp& app : factors.apps) tell(app, "totp");
    for (const Passkey& passkey : factors.passkeys) tell(passkey, "webauthn");
    const OwnOut told{{"name", account.name},
                      {"role", account.role},
                      {"since", to_text(account.changed_at)},
                      {"has_password", has_password(account)},
                      {"fewest_characters", fewest_password_characters(account.role, rule)},
                      {"second_factor_missing", lacks_second_factor(account, rule)},
                      {"factors", std::move(list)},
                      {"recovery_codes", factors.recovery.size()},
                      {"pin", !factors.pin.empty()},
                      {"passkeys_here", relying_party(request.http, rule.origin).has_value()},
                      {"passkeys_at", rule.origin.empty() ? "http://localhost" : rule.origin}};
    answer(json_response(told.dump()));
}

// Why no further factor can be added; empty when one can.
std::string why_no_more_factors(const Account& account) {
    constexpr std::size_t factors_at_most = 10;
    if (!has_password(account)) return "this account signs in elsewhere: its second factor is asked for there";
    const Factors factors = factors_of(account);
    if (factors.unreadable) return "what is kept of the second factors cannot be read; an administrator resets them";
    if (factors.count() >= factors_at_most) return "an account has at most 10 second factors; remove one first";
    return {};
}

// One at a time of each person.
std::string begin_enrolment(ServedWard& served, Enrolment enrolment) {
    served.sign_ins.enrolments.end_those([&](const Enrolment& one) { return one.name == enrolment.name; });
    return served.sign_ins.enrolments.open(std::move(enrolment), served.clock());
}

// Whoever finds a screen that its owner left adds nothing to the account: the password is asked for before anything is
// told that a factor is made of.
void begin_factor(ServedWard& served, const RoutedRequest& request,
                  const std::function<HttpResponse(const Account&)>& begun, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"password"});
    if (!texts) return answer(error_response(400, R"(to add a second factor takes {"password": "..."})"));
    const auto why_not = [](const Account& account) { return why_no_more_factors(account); };
    if (const std::string why = why_not(own_account(served, request)); !why.empty()) {
        return answer(error_response(409, why));
    }
    const auto then = [why_not, begun, answer](const Account& account, const std::string&) {
        const std::string why = why_not(account);
        answer(why.empty() ? begun(account) : error_response(409, why));
    };
    check_own_password(served, {request.caller.name, texts->front(), {}}, then, answer);
}

void begin_app(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto begun = [&served](const Account& account) {
        const std::string key = new_totp_key();
        const std::string uri = totp_uri(key, account.name);
        const OwnOut told{{"enrolment", begin_enrolment(served, {account.name, key, {}})},
                          {"uri", uri},
                          {"key", totp_key_text(key)},
                          {"qr", qr_code_rows(uri)}};
        return json_response(told.dump());
    };
    begin_factor(served, request, begun, answer);
}

void begin_passkey(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& origin = served.operation.second_factor.origin;
    const auto party = relying_party(request.http, origin);
    if (!party) {
        return answer(error_response(409, "passkeys of this ward work at " +
                                              (origin.empty() ? std::string("http://localhost") : origin) +
                                              " alone; open the page there"));
    }
    const auto begun = [&served, party = *party](const Account& account) {
        const Ceremony ceremony = new_ceremony(party);
        const OwnOut told{{"enrolment", begin_enrolment(served, {account.name, {}, ceremony})},
                          {"options", OwnOut::parse(creation_options(ceremony, account.name, factors_of(account)))}};
        return json_response(told.dump());
    };
    begin_factor(served, request, begun, answer);
}

// What a person calls a factor: 1 to 40 characters.
bool is_factor_name(const std::string& name) {
    constexpr std::size_t bytes_at_most = 160;
    return !name.empty() && name.size() <= bytes_at_most &&
           std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

// The enrolment of the body's ticket; nullptr, and answered, when there is none or the name is none.
const Enrolment* enrolment_of(ServedWard& served, const RoutedRequest& request,
                              const std::vector<std::string>& ticket_and_name, const Answer& answer) {
    const Enrolment* found = served.sign_ins.enrolments.find(ticket_and_name.front(), served.clock());
    if (found == nullptr || found->name != request.caller.name) {
        answer(error_response(409, "this was begun too long ago, or anew elsewhere; begin again"));
        return nullptr;
    }
    if (!is_factor_name(ticket_and_name.at(1))) {
        answer(error_response(400, "a second factor needs a name of at most 40 characters, by which you know it"));
        return nullptr;
    }
    return found;
}

// Keeps the account with a new factor, and shows the recovery codes that come with the first.
void keep_new_factor(ServedWard& served, const Account& account, Factors factors, const Answer& answer) {
    const bool first = !factors_of(account).any();
    const std::vector<std::string> codes = first ? new_recovery_codes(factors) : std::vector<std::string>();
    const std::string kind = factors.apps.size() > factors_of(account).apps.size() ? "authenticator app" : "passkey";
    if (auto refusal = keep_factors(served, account, factors, {"factor add", kind})) return answer(*refusal);
    answer(json_response(OwnOut{{"recovery_codes", codes}}.dump()));
}

void confirm_app(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"enrolment", "name", "code"});
    if (!texts) return answer(error_response(400, R"(it takes {"enrolment": "...", "name": "...", "code": "..."})"));
    const Enrolment* enrolment = enrolment_of(served, request, *texts, answer);
    if (enrolment == nullptr) return;
    const Account account = own_account(served, request);
    const Instant now = served.clock();
    Factors factors = factors_of(account);
    AuthenticatorApp app{new_factor_id(), texts->at(1), now, enrolment->totp_key, 0};
    const auto passed = pass_by_code({{app}, {}, {}}, texts->back(), {now, served.watch.clock_doubt()});
    if (app.key.empty() || !passed) {
        return answer(error_response(
            400,
            "this is not the code that the app shows now; when it is, the app's clock or this machine's is wrong"));
    }
    if (const std::string why = why_no_more_factors(account); !why.empty()) return answer(error_response(409, why));
    served.sign_ins.enrolments.end(texts->front());
    factors.apps.push_back(passed->factors.apps.front());
    keep_new_factor(served, account, std::move(factors), answer);
}

bool has_credential(const std::vector<Account>& accounts, const std::string& credential) {
    return std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
        const std::vector<Passkey> passkeys = factors_of(account).passkeys;
        return std::any_of(passkeys.begin(), passkeys.end(),
                           [&](const Passkey& one) { return one.credential == credential; });
    });
}

void confirm_passkey(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"enrolment", "name", "client_data", "authenticator_data"});
    const auto client = texts ? base64url_decoded(texts->at(2)) : std::nullopt;
    const auto authenticator = texts ? base64url_decoded(texts->at(3)) : std::nullopt;
    if (!client || !authenticator) {
        return answer(error_response(
            400, R"(it takes {"enrolment", "name", "client_data", "authenticator_data"}, the last two as base64url)"));
    }
    const Enrolment* enrolment = enrolment_of(served, request, *texts, answer);
    if (enrolment == nullptr) return;
    const Account account = own_account(served, request);
    if (!enrolment->ceremony) return answer(error_response(409, "no passkey was begun; begin again"));
    const auto checked = checked_attestation({*client, *authenticator}, *enrolment->ceremony);
    if (const auto* why = std::get_if<std::string>(&checked)) return answer(error_response(400, *why));
    const auto& made = std::get<NewPasskey>(checked);
    std::string why = why_no_more_factors(account);
    if (why.empty() && has_credential(served.accounts, made.credential)) why = "this key is another factor already";
    if (!why.empty()) return answer(error_response(409, why));
    Factors factors = factors_of(account);
    factors.passkeys.push_back(
        {new_factor_id(), texts->at(1), served.clock(), made.credential, made.key, enrolment->ceremony->party.id});
    served.sign_ins.enrolments.end(texts->front());
    keep_new_factor(served, account, std::move(factors), answer);
}

void remove_own_factor(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"password"});
    if (!texts) return answer(error_response(400, R"(to remove a second factor takes {"password": "..."})"));
    const std::string& id = request.parts.at("factor");
    Factors there = factors_of(own_account(served, request));
    if (!remove_factor(there, id)) return answer(error_response(404, "there is no such second factor"));
    const auto then = [&served, id, answer](const Account& account, const std::string&) {
        Factors factors = factors_of(account);
        const std::size_t apps = factors.apps.size();
        if (!remove_factor(factors, id)) return answer(error_response(404, "there is no such second factor"));
        const std::string kind = factors.apps.size() < apps ? "authenticator app" : "passkey";
        if (auto refusal = keep_factors(served, account, factors, {"factor remove", kind})) return answer(*refusal);
        answer(json_response(R"({"status":"ok"})"));
    };
    check_own_password(served, {request.caller.name, texts->front(), {}}, then, answer);
}

// Who may have let somebody see theirs, or used most of them; those before open nothing any more.
void renew_recovery_codes(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"password"});
    if (!texts) return answer(error_response(400, R"(new recovery codes take {"password": "..."})"));
    const auto then = [&served, answer](const Account& account, const std::string&) {
        Factors factors = factors_of(account);
        if (factors.count() == 0)
            return answer(error_response(409, "recovery codes come with a second factor; add one"));
        const std::vector<std::string> codes = new_recovery_codes(factors);
        if (auto refusal = keep_factors(served, account, factors, {"factor add", "recovery codes"})) {
            return answer(*refusal);
        }
        answer(json_response(OwnOut{{"recovery_codes", codes}}.dump()));
    };
    check_own_password(served, {request.caller.name, texts->front(), {}}, then, answer);
}

void change_password(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"present", "password"});
    if (!texts) return answer(error_response(400, R"(to change it takes {"present": "...", "password": "..."})"));
    const Account& account = own_account(served, request);
    const std::string& password = texts->back();
    const std::size_t fewest = fewest_password_characters(account.role, served.operation.second_factor);
    std::string why = why_no_password(password, account.name, fewest);
    if (why.empty() && password == texts->front()) why = "the new password is the present one";
    if (!why.empty()) return answer(error_response(400, why));
    NewSession session{
        account.name, std::string(session_secret(request.http)), {}, request.http.encrypted, "password change"};
    const auto then = [&served, session, answer](Account changed, const std::string& hash) {
        if (hash.empty()) return answer(error_response(503, "there is no memory to keep a password"));
        changed.credential = hash;
        changed.changed_at = served.clock();
        const auto kept = served.ward.keep_account(changed, changed.name, served.clock());
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
        put_account(served.accounts, changed);
        answer(begin_session(served, session));
    };
    check_own_password(served, {account.name, texts->front(), password}, then, answer);
}

}  // namespace

std::vector<Route> account_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    const Permission own = Permission::keep_own_account;
    return {{"GET", "/api/account", own, with(tell_account)},
            {"POST", "/api/account/password", own, with(change_password)},
            {"POST", "/api/account/authenticator", own, with(begin_app)},
            {"POST", "/api/account/authenticator/confirm", own, with(confirm_app)},
            {"POST", "/api/account/passkey", own, with(begin_passkey)},
            {"POST", "/api/account/passkey/confirm", own, with(confirm_passkey)},
            {"POST", "/api/account/recovery-codes", own, with(renew_recovery_codes)},
            {"POST", "/api/account/factors/{factor}/remove", own, with(remove_own_factor)}};
}

}  // namespace stormkeel
