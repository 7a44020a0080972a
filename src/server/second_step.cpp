// A ticket is for one try: with each that fails comes a new one, until five minutes after the password.
#include "server/second_step.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "server/base64url.h"
#include "server/passkey_options.h"
#include "server/session_start.h"

namespace stormkeel {

namespace {

HttpResponse ask_for_factor(const Factors& factors, const SecondStep& step, const std::string& ticket,
                            std::string_view why) {
    using Out = nlohmann::ordered_json;
    Out kinds = Out::array();
    if (!factors.apps.empty()) kinds.push_back("totp");
    if (!factors.passkeys.empty()) kinds.push_back("webauthn");
    if (!factors.recovery.empty()) kinds.push_back("recovery_code");
    const std::string options = step.ceremony ? assertion_options(*step.ceremony, factors) : std::string();
    Out asked{{"ticket", ticket},
              {"kinds", std::move(kinds)},
              {"passkey", options.empty() ? Out(nullptr) : Out::parse(options)}};
    HttpResponse response{401, "application/json", Out{{"error", why}, {"second_factor", std::move(asked)}}.dump()};
    return response;
}

// The account that a step goes on with, as it was when the password was checked; nullptr: it is another one now.
const Account* account_of(const ServedWard& served, const SecondStep& step) {
    const Account* account = person_named(served.accounts, step.session.name);
    return account != nullptr && account->credential == step.credential ? account : nullptr;
}

struct FactorAnswer {
    std::string ticket;
    std::string code;
    std::optional<Assertion> assertion;
};

std::optional<FactorAnswer> read_factor_answer(const std::string& body) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return std::nullopt;
    const Json root = (*document)->root();
    FactorAnswer answer{std::string(root["ticket"].string()), std::string(root["code"].string()), {}};
    if (const Json assertion = root["assertion"]; assertion.is_object()) {
        const auto id = base64url_decoded(assertion["id"].string());
        const auto client = base64url_decoded(assertion["client_data"].string());
        const auto authenticator = base64url_decoded(assertion["authenticator_data"].string());
        const auto signature = base64url_decoded(assertion["signature"].string());
        if (!id || !client || !authenticator || !signature) return std::nullopt;
        answer.assertion = Assertion{*id, *client, *authenticator, *signature};
    }
    const bool one = answer.code.empty() == answer.assertion.has_value();
    return one && !answer.ticket.empty() ? std::optional(std::move(answer)) : std::nullopt;
}

// The first try goes with the password, which was counted; each further one counts by itself.
std::optional<HttpResponse> count_try(ServedWard& served, const SecondStep& step) {
    if (!step.tried) return std::nullopt;
    SignInTries& tries = served.sign_ins.tries;
    const Instant now = served.clock();
    const std::string key = "account " + step.session.name;
    const std::string& address = step.session.address_key;
    const Duration wait = std::max(tries.wait(key, now), tries.wait(address, now));
    if (wait > Duration{}) return come_back_later(429, wait, "too many tries failed; try again later");
    tries.count(key, now);
    if (!address.empty()) tries.count(address, now);
    return std::nullopt;
}

HttpResponse refuse_factor(ServedWard& served, const FactorAnswer& answer, SecondStep step) {
    const Account& account = *account_of(served, step);
    const auto kept = served.ward.keep_audit(
        {0, served.clock(), "anyone", "sign-in failed", account.role + ' ' + account.name + " at the second factor"});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    step.tried = true;
    if (step.ceremony) step.ceremony = new_ceremony(step.ceremony->party);
    const std::string ticket = served.sign_ins.second_steps.renew(answer.ticket, step);
    return ask_for_factor(factors_of(account), step, ticket,
                          answer.assertion ? "this passkey did not fit" : "the code is not right, or was used before");
}

}  // namespace

HttpResponse let_in(ServedWard& served, const NewSession& wanted, const std::optional<RelyingParty>& party) {
    const Account* account = person_named(served.accounts, wanted.name);
    if (account == nullptr) return error_response(401, "there is no such account any more");
    const Factors factors = factors_of(*account);
    if (!factors.any()) return begin_session(served, wanted);
    SecondStep step{wanted, account->credential, std::nullopt, false};
    if (party) step.ceremony = new_ceremony(*party);
    const std::string ticket = served.sign_ins.second_steps.open(step, served.clock());
    return ask_for_factor(factors, step, ticket, "a second factor is asked for");
}

HttpResponse take_second_step(ServedWard& served, const std::string& body) {
    const auto answer = read_factor_answer(body);
    if (!answer) {
        return error_response(400, R"(the second step takes {"ticket": "...", "code": "..."} or {"ticket": "...", )"
                                   R"("assertion": {"id", "client_data", "authenticator_data", "signature"}})");
    }
    const Instant now = served.clock();
    const SecondStep* found = served.sign_ins.second_steps.find(answer->ticket, now);
    const Account* account = found == nullptr ? nullptr : account_of(served, *found);
    if (account == nullptr) return error_response(401, "this sign-in is over, or too old; sign in anew");
    const SecondStep step = *found;
    if (auto refusal = count_try(served, step)) return *refusal;
    const Factors factors = factors_of(*account);
    std::optional<FactorsPassed> passed;
    if (!answer->assertion) {
        passed = pass_by_code(factors, answer->code, {now, served.watch.clock_doubt()});
    } else if (step.ceremony) {
        passed = pass_by_assertion(factors, *answer->assertion, *step.ceremony);
    }
    if (!passed) return refuse_factor(served, *answer, step);
    served.sign_ins.second_steps.end(answer->ticket);
    Account changed = *account;
    changed.factors = to_json(passed->factors);
    const auto kept = served.ward.keep_account(
        changed, {0, now, changed.name, "second factor", changed.role + ' ' + changed.name + ", " + passed->by});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    put_account(served.accounts, changed);
    return begin_session(served, step.session);
}

}  // namespace stormkeel
