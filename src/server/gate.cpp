// One place for what is checked of every call: role, origin, limit, whose patient it is, and the audit of what a person
// reads.
#include "server/gate.h"

#include <nlohmann/json.hpp>

#include "server/locked.h"
#include "server/patient_rights.h"
#include "server/secrets.h"

namespace stormkeel {

namespace {

HttpResponse not_allowed(const Caller& caller) {
    if (caller.role == Role::anyone) return error_response(401, "sign in, or send Authorization: Bearer TOKEN");
    return error_response(403, std::string(name_of(caller.role)) + " may not do this");
}

// A browser sends its cookie with whatever page asks; a token is sent by who knows it.
std::optional<HttpResponse> refusal_of_a_browser(ServedWard& served, const Route& route, const RoutedRequest& request) {
    const HttpRequest& http = request.http;
    const bool changes = route.method != "GET";
    if (changes && http.field("authorization").empty() && !http.local) {
        if (const std::string why = why_foreign(http); !why.empty()) return error_response(403, why);
    }
    if (!is_person(request.caller.role) || route.permission == Permission::sign_in) return std::nullopt;
    // What a page asks for by itself is no sign of a person.
    const bool used = route.permission != Permission::follow_events && http.field("x-background").empty();
    const Session* session = served.sign_ins.sessions.find(session_secret(http), served.accounts, served.clock(), used);
    if (session == nullptr) return not_allowed({});
    if (changes && !same_secret(http.field("x-csrf-token"), session->csrf_token)) {
        return error_response(403, "send X-CSRF-Token with the csrf_token of GET /session");
    }
    if (session->locked && !goes_on_while_locked(route.permission)) return locked_response();
    return std::nullopt;
}

// Who needs a second factor and has none may do nothing but add one.
bool waits_for_second_factor(const ServedWard& served, const Route& route, const Caller& caller) {
    const bool open = may(Role::anyone, route.permission) || route.permission == Permission::keep_own_account;
    if (open || !is_person(caller.role)) return false;
    const Account* account = person_named(served.accounts, caller.name);
    return account != nullptr && lacks_second_factor(*account, served.operation.second_factor);
}

HttpResponse another_unit() {
    const nlohmann::ordered_json json{
        {"error",
         "this patient lies in another unit than yours; whoever has to see them opens the record with a reason, which "
         "is recorded and reviewed (break-glass)"},
        {"break_glass", true}};
    return {403, "application/json", json.dump()};
}

// The path names a patient by their id or by the number of an alert. Of whom nobody knows there is nothing to refuse,
// and somebody who left is called back first.
std::optional<HttpResponse> refusal_for_patient(ServedWard& served, const Route& route, const RoutedRequest& request) {
    const WardPatient* patient = nullptr;
    if (const auto named = request.parts.find("patient"); named != request.parts.end()) {
        const auto called = served.call_back(named->second);
        if (const auto* problem = std::get_if<StoreProblem>(&called)) return served.refused(*problem);
        patient = served.ward.patient(named->second);
    } else if (const auto number = request.parts.find("alert"); number != request.parts.end()) {
        const Alert* alert = served.ward.open_alert(whole_number(number->second).value_or(0));
        if (alert != nullptr) patient = served.ward.patient(alert->patient);
    }
    const bool opens = route.permission == Permission::break_glass;
    if (patient == nullptr || opens) return std::nullopt;
    if (PatientRights(served.ward, request.caller, served.clock()).sees(*patient)) return std::nullopt;
    const std::string& id = patient->record->patient();
    const auto kept = served.ward.keep_audit(
        {0, served.clock(), request.caller.name, "refused", "patient " + served.ward.pseudonyms().of(id)});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    return another_unit();
}

std::optional<HttpResponse> note_read(ServedWard& served, const RoutedRequest& request) {
    const auto patient = request.parts.find("patient");
    if (patient == request.parts.end()) return std::nullopt;
    const auto kept = served.keep_read(
        {0, served.clock(), request.caller.name, "read", "patient " + served.ward.pseudonyms().of(patient->second)});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    return std::nullopt;
}

// What shows several patients at once, or what was said of them.
std::string_view view_of(const Route& route) {
    if (route.method != "GET") return {};
    switch (route.permission) {
        case Permission::see_board:
            return "board";
        case Permission::follow_events:
            return "events";
        case Permission::cosign:
            return "cosigns";
        case Permission::read_audit:
            return "audit";
        case Permission::read_own_audit:
            return "own audit";
        default:
            return {};
    }
}

std::optional<HttpResponse> note_view(ServedWard& served, const Route& route, const RoutedRequest& request) {
    const std::string_view what = view_of(route);
    if (what.empty()) return std::nullopt;
    const auto kept = served.keep_view(request.caller, session_secret(request.http), what);
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    return std::nullopt;
}

}  // namespace

std::optional<Caller> caller_of(ServedWard& served, const HttpRequest& request) {
    auto caller = caller_of(request, served.accounts);
    if (!caller || caller->role != Role::anyone) return caller;
    const Session* session =
        served.sign_ins.sessions.find(session_secret(request), served.accounts, served.clock(), false);
    if (session == nullptr) return caller;
    return Caller{session->name, session->role, person_named(served.accounts, session->name)->units};
}

std::optional<HttpResponse> refusal_of(ServedWard& served, const Route& route, const RoutedRequest& request) {
    const Caller& caller = request.caller;
    // In a demonstration there is nobody to sign in as.
    const bool shown = caller.role == Role::demonstration && route.permission == Permission::sign_in;
    if (shown || !may(caller.role, route.permission)) return not_allowed(caller);
    if (auto refusal = refusal_of_a_browser(served, route, request)) return refusal;
    if (waits_for_second_factor(served, route, caller)) {
        return error_response(403, "add a second factor at /account first: your role needs one");
    }
    // An account may be named as an issuer is.
    const std::string limited = caller.issuer.empty() ? caller.name : "issuer " + caller.issuer;
    const double rate = rate_of(caller.role, !caller.issuer.empty(), served.operation.rates);
    if (!served.sign_ins.limits.take(limited, rate, served.clock())) {
        return come_back_later(429, seconds(1), "too many calls a second; wait and send it again");
    }
    const bool for_people = caller.role == Role::anyone || is_person(caller.role);
    if (route.permission == Permission::open_page && for_people && !has_administrator(served.accounts)) {
        return error_response(
            503,
            "set up an administrator first: open /setup, or run stormkeel user add NAME --role admin; /setup asks for "
            "the token in the file setup-token of the data folder");
    }
    if (auto refusal = refusal_for_patient(served, route, request)) return refusal;
    if (!is_person(caller.role)) return std::nullopt;
    return route.permission == Permission::see_patient ? note_read(served, request) : note_view(served, route, request);
}

}  // namespace stormkeel
