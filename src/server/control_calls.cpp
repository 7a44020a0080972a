// What the operator asks of a ward that runs: a token, a backup.
#include <nlohmann/json.hpp>

#include "server/access.h"
#include "server/calls.h"
#include "server/people.h"
#include "server/service_manager.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

void add_token(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string& name = request.parts.at("name");
    const auto found = request.http.query.find("role");
    const auto role = found == request.http.query.end() ? std::nullopt : machine_role_named(found->second);
    if (!role || !is_account_name(name)) {
        return answer(
            error_response(400, "a token needs a name of letters and digits, and the role integration or kiosk"));
    }
    if (is_persons_name(served.accounts, name)) {
        return answer(error_response(400, name + " is the name of a user; give the token another"));
    }
    NewToken made = new_token(name, *role, served.clock());
    const auto kept = served.ward.keep_account(made.account, request.caller.name, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    put_account(served.accounts, std::move(made.account));
    answer(json_response(nlohmann::json{{"token", made.token}}.dump()));
}

void back_up(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto file = request.http.query.find("file");
    if (file == request.http.query.end()) return answer(error_response(400, "a backup needs a file"));
    const LongerPatience patience;
    const auto done = served.store.back_up(file->second);
    if (const auto* problem = std::get_if<StoreProblem>(&done)) return answer(error_response(409, problem->what));
    const auto kept = served.ward.keep_audit(backup_entry(request.caller.name, served.clock()));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    served.watch.technical.backed_up(served.clock());
    answer(json_response(R"({"status":"ok"})"));
}

}  // namespace

std::vector<Route> control_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"POST", "/control/tokens/{name}", Permission::operate, with(add_token)},
            {"POST", "/control/backup", Permission::operate, with(back_up)}};
}

}  // namespace stormkeel
