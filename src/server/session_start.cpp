// Begins sessions, and tells pages of them.
#include "server/session_start.h"

#include <nlohmann/json.hpp>

#include "server/alert_rights.h"
#include "server/pages.h"
#include "server/password.h"
#include "server/units.h"

namespace stormkeel {

HttpResponse session_response(const ServedWard& served, const Session& session) {
    const auto conditions = [&](Permission how) {
        return conditions_to_answer(session.role, how, served.knowledge.alarms);
    };
    const Account* account = person_named(served.accounts, session.name);
    const SecondFactorRule& rule = served.operation.second_factor;
    const nlohmann::ordered_json told{
        {"name", session.name},
        {"role", name_of(session.role)},
        {"csrf_token", session.csrf_token},
        {"sees_board", may(session.role, Permission::see_board)},
        {"pages", pages_of(session.role)},
        {"acknowledges", conditions(Permission::acknowledge)},
        {"declines", conditions(Permission::decline)},
        {"locked", session.locked},
        {"has_password", account != nullptr && has_password(*account)},
        {"second_factor_missing", account != nullptr && lacks_second_factor(*account, rule)},
        {"units", units_of(account == nullptr ? std::string() : account->units)}};
    HttpResponse response;
    // A unit of an older account may hold what is no UTF-8: its owner signs in all the same.
    response.body = told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

HttpResponse begin_session(ServedWard& served, const NewSession& wanted) {
    const Instant now = served.clock();
    const Account* account = person_named(served.accounts, wanted.name);
    if (account == nullptr) return error_response(401, "there is no such account any more");
    Sessions sessions = served.sign_ins.sessions;
    sessions.end(wanted.old_secret);
    const std::string secret = sessions.begin(*account, now);
    const auto kept = served.keep_sessions(std::move(sessions),
                                           {{0, now, account->name, wanted.act, account->role + ' ' + account->name}});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    served.sign_ins.tries.forget("account " + account->name);
    served.sign_ins.tries.forget(wanted.address_key);
    HttpResponse response =
        session_response(served, *served.sign_ins.sessions.find(secret, served.accounts, now, true));
    HttpRequest seen;
    seen.encrypted = wanted.encrypted;
    response.fields["Set-Cookie"] = session_cookie(seen, secret);
    return response;
}

}  // namespace stormkeel
