// Whoever is signed in gives their password again, and goes on where they were.
#include "server/calls.h"
#include "server/password_check.h"
#include "server/secrets.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// With a full disk the audit tells nothing of it, and the session, which was there before, goes on all the same.
void finish_unlocking(ServedWard& served, const std::string& secret, const Account& account, const Answer& answer) {
    const Instant now = served.clock();
    Sessions sessions = served.sign_ins.sessions;
    if (!sessions.unlock(secret, now)) return answer(error_response(401, "the session has ended; sign in"));
    const auto kept = served.keep_sessions(std::move(sessions),
                                           {{0, now, account.name, "unlock", account.role + ' ' + account.name}});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) {
        HttpResponse refused = served.refused(*problem);
        if (problem->kind != StoreProblem::Kind::full) return answer(std::move(refused));
        served.sign_ins.sessions.unlock(secret, now);
    }
    answer(json_response(R"({"status":"ok"})"));
}

void unlock(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"password"});
    if (!texts) return answer(error_response(400, R"(to unlock takes {"password": "..."})"));
    const std::string secret(session_secret(request.http));
    const Session* session = served.sign_ins.sessions.find(secret, served.accounts, served.clock(), false);
    if (session == nullptr) return answer(error_response(401, "nobody is signed in"));
    if (!same_secret(request.http.field("x-csrf-token"), session->csrf_token)) {
        return answer(error_response(403, "send X-CSRF-Token with the csrf_token of GET /session"));
    }
    const auto then = [&served, secret, answer](const Account& account, const std::string&) {
        finish_unlocking(served, secret, account, answer);
    };
    check_own_password(served, {session->name, texts->front()}, then, answer);
}

}  // namespace

std::vector<Route> lock_calls(ServedWard& served) {
    return {{"POST", "/session/unlock", Permission::sign_in,
             [&served](const RoutedRequest& request, const Answer& answer) { unlock(served, request, answer); }}};
}

}  // namespace stormkeel
