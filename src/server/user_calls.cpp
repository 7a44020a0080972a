// Accounts of people: an administrator's calls, and the operator's through the socket in the data folder.
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "server/oidc_people.h"
#include "server/own_account.h"
#include "server/password.h"
#include "server/patient_rights.h"
#include "server/people.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

void list_users(ServedWard& served, const RoutedRequest&, const Answer& answer) {
    answer(json_response(people_json(served.accounts)));
}

// What an account is told about its units; null when nothing.
nlohmann::ordered_json note_on(const ServedWard& served, const Account& account) {
    const std::string unknown = unknown_units(served.ward, account.units);
    return unknown.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(unknown);
}

void keep(ServedWard& served, const Account& account, const std::string& by, const Answer& answer) {
    const auto kept = served.ward.keep_account(account, by, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    put_account(served.accounts, account);
    served.sign_ins.tries.forget("account " + account.name);
    if (has_administrator(served.accounts)) served.sign_ins.setup.close();
    const nlohmann::ordered_json told{{"status", "ok"}, {"note", note_on(served, account)}};
    answer(json_response(told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

// Binds the account to the units that are told. What is wrong with them; empty when they are taken.
std::string take_units(Account& account, const HttpRequest& http) {
    const auto [units, are_units] = list_in(http.body, "units");
    return are_units ? bind_to_units(account, units) : R"(units are a list of names: "units": ["7 West"])";
}

// Who may not be an administrator any more may not be the last one.
std::string why_not_this_role(const ServedWard& served, const Account& account) {
    return account.role == name_of(Role::admin) ? std::string() : why_not_to_close(served.accounts, account.name);
}

// The person signs in elsewhere, and has no password here.
void set_subject(ServedWard& served, const RoutedRequest& request, const std::vector<std::string>& texts,
                 const Answer& answer) {
    const auto& oidc = served.operation.oidc;
    Account account = account_to_change(served.accounts, request.parts.at("name"));
    account.role = texts.front();
    account.credential = no_password;
    account.changed_at = served.clock();
    account.subject = subject_written(texts.back(), oidc ? oidc->issuer() : std::string());
    std::string why = why_no_role(account.role);
    if (why.empty()) why = why_no_persons_name(served.accounts, account.name);
    if (why.empty()) why = why_no_subject(served.accounts, account.name, account.subject);
    if (why.empty()) why = take_units(account, request.http);
    if (!why.empty()) return answer(error_response(400, why));
    const std::string last = why_not_this_role(served, account);
    if (!last.empty()) return answer(error_response(409, last));
    keep(served, account, request.caller.name, answer);
}

// Of a person who is there already, what is not named stays as it is.
void set_role(ServedWard& served, const RoutedRequest& request, const std::string& role, const Answer& answer) {
    const Account* known = person_named(served.accounts, request.parts.at("name"));
    if (known == nullptr) return answer(error_response(400, "a new user takes a password or a subject, too"));
    Account account = *known;
    account.role = role;
    account.changed_at = served.clock();
    std::string why = why_no_role(role);
    if (why.empty()) why = take_units(account, request.http);
    if (!why.empty()) return answer(error_response(400, why));
    const std::string last = why_not_this_role(served, account);
    if (!last.empty()) return answer(error_response(409, last));
    keep(served, account, request.caller.name, answer);
}

bool names_a_member(const std::string& body, std::string_view name) {
    return body.find("\"" + std::string(name) + "\"") != std::string::npos;
}

// Who gives themselves another role sees patients and answers for them by nobody's leave but their own.
bool gives_own_account_a_role(const RoutedRequest& request, const std::string& role) {
    const Caller& caller = request.caller;
    return is_person(caller.role) && caller.name == request.parts.at("name") && role != name_of(caller.role);
}

void set(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& body = request.http.body;
    const auto role_alone = texts_in(body, {"role"});
    if (role_alone && gives_own_account_a_role(request, role_alone->front())) {
        const std::string last = why_not_to_close(served.accounts, request.caller.name);
        if (!last.empty()) return answer(error_response(409, last));
        return answer(error_response(403, "the role of your own account is changed by another administrator"));
    }
    if (role_alone && !names_a_member(body, "password") && !names_a_member(body, "subject")) {
        return set_role(served, request, role_alone->front(), answer);
    }
    const auto texts = texts_in(request.http.body, {"role", "password"});
    const auto by_subject = texts_in(request.http.body, {"role", "subject"});
    if (texts.has_value() == by_subject.has_value()) {
        return answer(error_response(400, R"(a user takes {"role": "...", "password": "..."}, or, when they sign in )"
                                          R"(elsewhere, {"role": "...", "subject": "..."})"));
    }
    if (by_subject) return set_subject(served, request, *by_subject, answer);
    const std::string& name = request.parts.at("name");
    const std::string& role = texts->front();
    std::string why = why_no_role(role);
    const std::size_t fewest = fewest_password_characters(role, served.operation.second_factor);
    if (why.empty()) why = why_no_new_person(served.accounts, name, texts->back(), fewest);
    if (!why.empty()) return answer(error_response(400, why));
    Account changed = account_to_change(served.accounts, name);
    changed.role = role;
    if (const std::string wrong = take_units(changed, request.http); !wrong.empty()) {
        return answer(error_response(400, wrong));
    }
    const auto hash = std::make_shared<std::string>();
    const auto then = [&served, name, role, units = changed.units, hash, by = request.caller.name, answer] {
        if (hash->empty()) return answer(error_response(503, "there is no memory to keep a password"));
        Account account = account_to_change(served.accounts, name);
        account.role = role;
        account.units = units;
        account.credential = *hash;
        account.changed_at = served.clock();
        const std::string last = why_not_this_role(served, account);
        if (!last.empty()) return answer(error_response(409, last));
        keep(served, account, by, answer);
    };
    const bool begun = served.sign_ins.worker.begin(
        Worker::Asked::by_one_signed_in, [hash, password = texts->back()] { *hash = password_hash(password); }, then);
    if (!begun) answer(come_back_later(503, seconds(1), "too many sign in at once; try again"));
}

// Whoever has a factor that was lost may be signed in by it: all sessions end, and what they were about to add.
void reset_factors(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& name = request.parts.at("name");
    const Account* known = person_named(served.accounts, name);
    if (known == nullptr) return answer(error_response(404, "there is no such user"));
    Account account = *known;
    account.changed_at = served.clock();
    if (auto refusal = keep_factors(served, account, {}, {"factors reset", "all", request.caller.name})) {
        return answer(*refusal);
    }
    served.sign_ins.enrolments.end_those([&](const Enrolment& one) { return one.name == name; });
    served.sign_ins.tries.forget("account " + name);
    answer(json_response(R"({"status":"ok"})"));
}

void close(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& name = request.parts.at("name");
    const Account* account = person_named(served.accounts, name);
    if (account == nullptr) return answer(error_response(404, "there is no such user"));
    const std::string last = why_not_to_close(served.accounts, name);
    if (!last.empty()) return answer(error_response(409, last));
    Account closed = *account;
    closed.credential.clear();
    closed.changed_at = served.clock();
    keep(served, closed, request.caller.name, answer);
}

}  // namespace

std::vector<Route> user_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/api/users", Permission::administer, with(list_users)},
            {"POST", "/api/users/{name}", Permission::administer, with(set)},
            {"DELETE", "/api/users/{name}", Permission::administer, with(close)},
            {"DELETE", "/api/users/{name}/factors", Permission::administer, with(reset_factors)},
            {"POST", "/control/users", Permission::operate, with(list_users)},
            {"POST", "/control/users/{name}", Permission::operate, with(set)},
            {"POST", "/control/users/{name}/reset-factors", Permission::operate, with(reset_factors)},
            {"POST", "/control/users/{name}/close", Permission::operate, with(close)}};
}

}  // namespace stormkeel
