// Tokens of machines: an administrator's calls, and the operator's through the socket in the data folder.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/access.h"
#include "server/calls.h"
#include "server/people.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

bool is_open_token(const Account& account) {
    return !account.credential.empty() && machine_role_named(account.role).has_value();
}

void list_tokens(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
    for (const Account& account : served.accounts) {
        if (!is_open_token(account)) continue;
        tokens.push_back({{"name", account.name}, {"role", account.role}, {"since", to_text(account.changed_at)}});
    }
    answer(json_response(tokens.dump()));
}

// One that is there already of this name opens nothing any more.
void make_token(ServedWard& served, const RoutedRequest& request, const std::string& role_name, const Answer& answer) {
    const std::string& name = request.parts.at("name");
    const auto role = machine_role_named(role_name);
    if (!role || !is_account_name(name)) {
        return answer(error_response(
            400, "a token needs a name of letters and digits, and the role " + std::string(machine_roles)));
    }
    if (is_persons_name(served.accounts, name)) {
        return answer(error_response(400, name + " is the name of a user; give the token another"));
    }
    NewToken made = new_token(name, *role, served.clock());
    const auto [units, are_units] = list_in(request.http.body, "units");
    std::string wrong = are_units ? bind_to_units(made.account, units) : R"(the units are a list: {"units": ["..."]})";
    if (!wrong.empty()) return answer(error_response(400, wrong));
    const bool replaces = has_token(served.accounts, name);
    const auto kept = served.ward.keep_account(made.account, request.caller.name, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    put_account(served.accounts, std::move(made.account));
    nlohmann::ordered_json told{{"token", made.token}};
    if (replaces) told["note"] = replaced_token(name);
    answer(json_response(told.dump()));
}

void add_as_operator(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto role = request.http.query.find("role");
    make_token(served, request, role == request.http.query.end() ? std::string() : role->second, answer);
}

void add_as_administrator(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"role"});
    if (!texts) return answer(error_response(400, R"(a token takes {"role": "..."}: )" + std::string(machine_roles)));
    make_token(served, request, texts->front(), answer);
}

void close_token(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto found = std::find_if(served.accounts.begin(), served.accounts.end(), [&](const Account& account) {
        return account.name == request.parts.at("name") && is_open_token(account);
    });
    if (found == served.accounts.end()) return answer(error_response(404, "there is no such token"));
    Account closed = *found;
    closed.credential.clear();
    closed.changed_at = served.clock();
    const auto kept = served.ward.keep_account(closed, request.caller.name, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    put_account(served.accounts, std::move(closed));
    answer(json_response(R"({"status":"ok"})"));
}

}  // namespace

std::vector<Route> token_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/api/tokens", Permission::administer, with(list_tokens)},
            {"POST", "/api/tokens/{name}", Permission::administer, with(add_as_administrator)},
            {"DELETE", "/api/tokens/{name}", Permission::administer, with(close_token)},
            {"POST", "/control/tokens/{name}", Permission::operate, with(add_as_operator)}};
}

}  // namespace stormkeel
