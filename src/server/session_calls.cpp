// People sign in and out, and the first of them sets the ward up.
#include "server/access.h"
#include "server/calls.h"
#include "server/password.h"
#include "server/people.h"
#include "server/places.h"
#include "server/second_step.h"
#include "server/session_start.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

HttpResponse too_busy() { return come_back_later(503, seconds(1), "too many sign in at once; try again"); }

// What a sign-in has to be told once the password is checked.
struct Try {
    std::string name;
    std::string credential;  // of the account as it was; empty: there is none
    std::string account_key;
    NewSession session;
    std::optional<RelyingParty> party;
    bool right = false;
};

// Everybody behind a proxy on this machine has its address, so there the accounts alone are counted.
std::string address_key_of(const HttpRequest& request) {
    const std::string network = network_of(request.peer);
    return network.empty() ? std::string() : "address " + network;
}

void count(SignInTries& tries, const Try& made, Instant now) {
    tries.count(made.account_key, now);
    if (!made.session.address_key.empty()) tries.count(made.session.address_key, now);
}

void finish_sign_in(ServedWard& served, const Try& made, const Answer& answer) {
    const Account* account = person_named(served.accounts, made.name);
    if (!made.right || account == nullptr || account->credential != made.credential) {
        const bool known = account != nullptr;
        const auto kept = served.ward.keep_audit({0, served.clock(), "anyone", "sign-in failed",
                                                  known ? account->role + ' ' + account->name : "an unknown name"});
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
        return answer(error_response(401, "the name or the password is not right"));
    }
    answer(let_in(served, made.session, made.party));
}

void sign_in(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    auto texts = texts_in(request.http.body, {"name", "password"});
    if (!texts) return answer(error_response(400, R"(to sign in takes {"name": "...", "password": "..."})"));
    const std::string password = std::move(texts->back());
    const auto made = std::make_shared<Try>();
    made->name = texts->front();
    made->account_key = "account " + (is_account_name(made->name) ? made->name : std::string());
    made->session.name = made->name;
    made->session.old_secret = session_secret(request.http);
    made->session.address_key = address_key_of(request.http);
    made->session.encrypted = request.http.encrypted;
    made->party = relying_party(request.http, served.operation.second_factor.origin);
    if (const Account* account = person_named(served.accounts, made->name)) made->credential = account->credential;
    SignInTries& tries = served.sign_ins.tries;
    const Instant now = served.clock();
    const Duration wait = std::max(tries.wait(made->account_key, now), tries.wait(made->session.address_key, now));
    if (wait > Duration{}) return answer(come_back_later(429, wait, "too many tries failed; try again later"));
    const bool begun = served.sign_ins.worker.begin(
        Worker::Asked::by_a_stranger,
        [made, password] {
            if (made->credential.empty()) return spend_the_time_of_a_check(password);
            made->right = fits(password, made->credential);
        },
        [&served, made, answer] { finish_sign_in(served, *made, answer); });
    if (!begun) return answer(too_busy());
    count(tries, *made, now);
}

void second_step(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer(take_second_step(served, request.http.body));
}

// The session ends here whether the store can be written or not, and so does the browser's cookie.
void sign_out(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    served.sign_ins.sessions.end(session_secret(request.http));
    HttpResponse response = json_response(R"({"status":"ok"})");
    if (is_person(request.caller.role)) {
        const auto kept = served.keep_sessions(
            served.sign_ins.sessions, {{0, served.clock(), request.caller.name, "sign out",
                                        std::string(name_of(request.caller.role)) + ' ' + request.caller.name}});
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) response = served.refused(*problem);
    }
    response.fields["Set-Cookie"] = session_cookie(request.http, {});
    answer(std::move(response));
}

void who_am_i(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (request.caller.role == Role::demonstration) {  // needs no token: see DemonstrationWard::answer()
        Session shown;
        shown.name = request.caller.name;
        shown.role = request.caller.role;
        return answer(session_response(served, shown));
    }
    const Session* session =
        served.sign_ins.sessions.find(session_secret(request.http), served.accounts, served.clock(), false);
    answer(session == nullptr ? error_response(401, "nobody is signed in") : session_response(served, *session));
}

void keep_first_administrator(ServedWard& served, const Account& account, const Answer& answer) {
    if (account.credential.empty()) return answer(too_busy());
    if (has_administrator(served.accounts)) return answer(error_response(409, "there is an administrator already"));
    const auto kept = served.ward.keep_account(account, "setup", served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    put_account(served.accounts, account);
    served.sign_ins.setup.close();
    answer(json_response(R"({"status":"ok"})"));
}

void set_up(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto texts = texts_in(request.http.body, {"token", "name", "password"});
    if (!texts)
        return answer(error_response(400, R"(to set up takes {"token": "...", "name": "...", "password": "..."})"));
    if (has_administrator(served.accounts)) return answer(error_response(409, "there is an administrator already"));
    const Instant now = served.clock();
    if (!served.sign_ins.setup.fits(texts->front(), now)) {
        return answer(error_response(403,
                                     "this is not the token in the file setup-token of the data folder, or it is "
                                     "older than 15 minutes; each start of the service writes a new one"));
    }
    const std::string& name = texts->at(1);
    if (const std::string why = why_no_new_person(served.accounts, name, texts->back()); !why.empty()) {
        return answer(error_response(400, why));
    }
    const auto account = std::make_shared<Account>(Account{name, std::string(name_of(Role::admin)), {}, now});
    const bool begun = served.sign_ins.worker.begin(
        Worker::Asked::by_a_stranger,
        [account, password = texts->back()] { account->credential = password_hash(password); },
        [&served, account, answer] { keep_first_administrator(served, *account, answer); });
    if (!begun) answer(too_busy());
}

}  // namespace

std::vector<Route> session_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"POST", "/session", Permission::sign_in, with(sign_in)},
            {"POST", "/session/second-factor", Permission::sign_in, with(second_step)},
            {"GET", "/session", Permission::ask_openly, with(who_am_i)},
            {"DELETE", "/session", Permission::ask_openly, with(sign_out)},
            {"POST", "/setup", Permission::sign_in, with(set_up)}};
}

}  // namespace stormkeel
