// A screen on the wall has no person signed in: each answer to an alert there is one person's, by their PIN, once.
#include <nlohmann/json.hpp>

#include "adapters/json.h"
#include "server/alert_rights.h"
#include "server/calls.h"
#include "server/password.h"
#include "server/patient_rights.h"
#include "server/pins.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using KioskAnswer = HttpApplication::Answer;

// Who is there, what they proved it by, and what they want.
struct KioskAct {
    std::uint64_t alert = 0;  // 0: to see which there are
    AlertState state = AlertState::acknowledged;
    Duration length{};
    std::optional<AlarmPriority> shown;  // that the screen showed; nothing: it does not tell
    std::string person;                  // empty: nobody has this name or badge
    std::string pin;
    std::string hash;  // of the PIN of the account as it was; empty: there is none
    std::string account_key;
    std::string kiosk;
    std::string units;  // of the kiosk
    bool right = false;

    std::string kiosk_key() const { return "kiosk " + kiosk; }
};

// The body of one; nothing when it is none.
std::optional<KioskAct> kiosk_act_in(const ServedWard& served, const std::string& body) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return std::nullopt;
    const Json root = (*document)->root();
    KioskAct act;
    act.pin = root["pin"].string();
    act.shown = alarm_priority_named(root["shown_as"].string());
    const std::string name(root["name"].string());
    const std::string badge(root["badge"].string());
    if (act.pin.empty() || name.empty() == badge.empty()) return std::nullopt;
    const Account* account =
        badge.empty() ? person_named(served.accounts, name) : person_with_badge(served.accounts, badge);
    if (account != nullptr) {
        act.person = account->name;
        act.hash = factors_of(*account).pin;
    }
    // Of what is nobody's the tries are counted alike, so that the limit does not tell who is there.
    const std::string named = badge.empty() ? (is_account_name(name) ? name : std::string()) : badge_digest(badge);
    act.account_key = "pin " + (account == nullptr ? named : account->name);
    if (const auto count = whole_number(root["minutes"].text()); count && *count <= 1440) {
        act.length = minutes(static_cast<std::int64_t>(*count));
    }
    return act;
}

HttpResponse wrong_pin(ServedWard& served, const KioskAct& act) {
    const Account* account = person_named(served.accounts, act.person);
    const std::string who = account == nullptr ? "an unknown name" : account->role + ' ' + account->name;
    const auto kept = served.ward.keep_audit({0, served.clock(), act.kiosk, "PIN failed", who});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    return error_response(401, "the name or badge and the PIN do not fit");
}

// Why this person may not do it, though it is them; nothing when they may.
std::optional<HttpResponse> refusal_at_kiosk(ServedWard& served, const KioskAct& act, const Account& account) {
    const Role role = person_role_named(account.role).value_or(Role::anyone);
    if (!may(role, Permission::acknowledge)) return error_response(403, account.role + " answers no alerts");
    if (lacks_second_factor(account, served.operation.second_factor)) {
        return error_response(403, "add a second factor at /account first: your role needs one");
    }
    const Alert* alert = served.ward.open_alert(act.alert);
    if (alert == nullptr) return error_response(404, "there is no such open alert");
    const WardPatient* patient = served.ward.patient(alert->patient);
    const PatientRights rights(served.ward, {account.name, role, account.units}, served.clock());
    if (patient != nullptr && !rights.sees(*patient)) {
        const std::string whom = "patient " + served.ward.pseudonyms().of(patient->record->patient());
        const auto kept = served.ward.keep_audit({0, served.clock(), account.name, "refused", whom});
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
        return error_response(403, "this patient lies in another unit than yours");
    }
    if (!may_answer_condition(role, alert->condition, served.knowledge.alarms)) {
        return error_response(403, "a pharmacist answers alerts of drugs, and this is none");
    }
    if (act.shown && *act.shown < shown_priority(*alert)) {
        return error_response(409, "this alert is more urgent now than the screen showed; look again");
    }
    if (act.state == AlertState::snoozed) {
        const std::string why = why_no_snooze(*alert, act.length, served.knowledge.alarms);
        if (!why.empty()) return error_response(409, why);
    }
    return std::nullopt;
}

// Which alerts this person may answer here: of patients whom both they and the screen see.
HttpResponse alerts_at_kiosk(ServedWard& served, const KioskAct& act, const Account& account) {
    const Role role = person_role_named(account.role).value_or(Role::anyone);
    if (!may(role, Permission::acknowledge)) return error_response(403, account.role + " answers no alerts");
    if (lacks_second_factor(account, served.operation.second_factor)) {
        return error_response(403, "add a second factor at /account first: your role needs one");
    }
    const Instant now = served.clock();
    const PatientRights theirs(served.ward, {account.name, role, account.units}, now);
    const PatientRights screens(served.ward, {act.kiosk, Role::kiosk, act.units}, now);
    const auto kept = served.keep_read({0, now, account.name, "view", "alerts"});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    const auto both = [&](const WardPatient& patient) { return theirs.sees(patient) && screens.sees(patient); };
    return json_response(kiosk_alerts_json(served.ward, {both, {}}, [&](const Alert& alert) {
        return may_answer_condition(role, alert.condition, served.knowledge.alarms);
    }));
}

// The answer holds nothing of the patient: whoever stands before the wall reads it.
HttpResponse kiosk_answered(ServedWard& served, const KioskAct& act, const Account& account) {
    const auto answered = served.ward.answer({act.alert, act.state, account.name, {}, act.length}, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return served.refused(*problem);
    const auto& row = std::get<std::optional<Alert>>(answered);
    if (!row) return error_response(404, "there is no such open alert");
    const nlohmann::ordered_json told{{"id", row->number}, {"priority", name_of(row->priority)}, {"by", account.name}};
    return json_response(told.dump());
}

void finish_at_kiosk(ServedWard& served, const KioskAct& act, const KioskAnswer& answer) {
    const Account* found = person_named(served.accounts, act.person);
    if (!act.right || found == nullptr || factors_of(*found).pin != act.hash) {
        return answer(wrong_pin(served, act));
    }
    const Account account = *found;
    served.sign_ins.tries.forget(act.account_key);
    served.sign_ins.tries.forget(act.kiosk_key());
    Acting acting;
    acting.role = account.role;
    acting.kiosk = act.kiosk;
    served.run_as(acting, [&] {
        if (act.alert == 0) return answer(alerts_at_kiosk(served, act, account));
        auto refusal = refusal_at_kiosk(served, act, account);
        answer(refusal ? std::move(*refusal) : kiosk_answered(served, act, account));
    });
    served.feed.send_news();
}

std::shared_ptr<KioskAct> kiosk_act_of(ServedWard& served, const RoutedRequest& request, const KioskAnswer& answer) {
    auto read = kiosk_act_in(served, request.http.body);
    if (!read) {
        answer(error_response(400, R"(it takes {"name": "...", "pin": "..."}, or a "badge" in place of the )"
                                   R"(name; to snooze "minutes", too)"));
        return nullptr;
    }
    const auto act = std::make_shared<KioskAct>(std::move(*read));
    act->kiosk = request.caller.name;
    act->units = request.caller.units;
    return act;
}

// What follows once the PIN is looked at, which takes its time.
void check_pin(ServedWard& served, const std::shared_ptr<KioskAct>& act, const KioskAnswer& answer) {
    SignInTries& tries = served.sign_ins.tries;
    const Instant now = served.clock();
    const Duration wait = std::max(tries.wait(act->account_key, now), tries.wait(act->kiosk_key(), now));
    if (wait > Duration{}) return answer(come_back_later(429, wait, "too many tries failed; try again later"));
    const bool begun = served.sign_ins.worker.begin(
        Worker::Asked::by_one_signed_in,
        [act] {
            if (act->hash.empty()) return spend_the_time_of_a_check(act->pin);
            act->right = fits(act->pin, act->hash);
        },
        [&served, act, answer] { finish_at_kiosk(served, *act, answer); });
    if (!begun) return answer(come_back_later(503, seconds(1), "too many PINs are checked at once; try again"));
    tries.count(act->account_key, now);
    tries.count(act->kiosk_key(), now);
}

void answer_at_kiosk(ServedWard& served, const RoutedRequest& request, AlertState state, const KioskAnswer& answer) {
    const auto act = kiosk_act_of(served, request, answer);
    if (act == nullptr) return;
    act->alert = whole_number(request.parts.at("alert")).value_or(0);
    act->state = state;
    if (act->alert == 0 || served.ward.open_alert(act->alert) == nullptr) {
        return answer(error_response(404, "there is no such open alert"));
    }
    check_pin(served, act, answer);
}

// The screen itself tells of no alert: who may answer some sees them once they have proved who they are.
void tell_alerts(ServedWard& served, const RoutedRequest& request, const KioskAnswer& answer) {
    const auto act = kiosk_act_of(served, request, answer);
    if (act != nullptr) check_pin(served, act, answer);
}

HttpResponse screen_response(const Caller& screen) {
    nlohmann::ordered_json units = nlohmann::ordered_json::array();
    for (const std::string& unit : units_of(screen.units)) units.push_back(unit);
    const nlohmann::ordered_json told{{"name", screen.name}, {"units", std::move(units)}};
    return json_response(told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// At each load of the page; a browser keeps the cookie for as long from then on.
void tell_screen(const RoutedRequest& request, const KioskAnswer& answer) {
    HttpResponse response = screen_response(request.caller);
    const std::string_view token = kiosk_token(request.http);
    if (request.http.field("authorization").empty() && !token.empty()) {
        response.fields["Set-Cookie"] = kiosk_cookie(request.http, token);
    }
    answer(std::move(response));
}

// The browser keeps the token where no script reads it. It opens what the token opens, and nothing once that is closed.
void begin_screen(ServedWard& served, const RoutedRequest& request, const KioskAnswer& answer) {
    const auto texts = texts_in(request.http.body, {"token"});
    if (!texts) return answer(error_response(400, R"(a screen on the wall takes {"token": "..."})"));
    const Account* screen = machine_with(served.accounts, texts->front());
    if (screen == nullptr || screen->role != name_of(Role::kiosk)) {
        return answer(error_response(401, "this is no token of a kiosk; an administrator makes one"));
    }
    if (!served.sign_ins.limits.take(screen->name, Role::kiosk, served.clock())) {
        return answer(come_back_later(429, seconds(1), "too many calls a second; wait and send it again"));
    }
    const auto kept =
        served.ward.keep_audit({0, served.clock(), request.caller.name, "open screen", "kiosk " + screen->name});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(served.refused(*problem));
    HttpResponse response = screen_response({screen->name, Role::kiosk, screen->units});
    response.fields["Set-Cookie"] = kiosk_cookie(request.http, texts->front());
    answer(std::move(response));
}

}  // namespace

std::vector<Route> kiosk_calls(ServedWard& served) {
    const auto with = [&served](AlertState state) {
        return [&served, state](const RoutedRequest& request, const KioskAnswer& answer) {
            answer_at_kiosk(served, request, state, answer);
        };
    };
    const auto begin = [&served](const RoutedRequest& request, const KioskAnswer& answer) {
        begin_screen(served, request, answer);
    };
    const auto alerts = [&served](const RoutedRequest& request, const KioskAnswer& answer) {
        tell_alerts(served, request, answer);
    };
    const Permission wall = Permission::answer_by_pin;
    return {{"POST", "/api/kiosk/screen", Permission::sign_in, begin},
            {"GET", "/api/kiosk/screen", wall, tell_screen},
            {"POST", "/api/kiosk/alerts", wall, alerts},
            {"POST", "/api/kiosk/alerts/{alert}/acknowledge", wall, with(AlertState::acknowledged)},
            {"POST", "/api/kiosk/alerts/{alert}/snooze", wall, with(AlertState::snoozed)}};
}

}  // namespace stormkeel
