// The route table is the groups' tables one after the other.
#include "server/ward_application.h"

#include <algorithm>

#include "server/calls.h"
#include "server/cds_origins.h"
#include "server/fhir_responses.h"
#include "server/gate.h"
#include "server/openapi.h"
#include "server/pins.h"

namespace stormkeel {

namespace {

constexpr std::int64_t heartbeat_every = 2;  // seconds of the reader's clock
// A clock that new facts have set meanwhile is seen this soon.
constexpr std::int64_t longest_sleep_milliseconds = 250;

// What tells nothing of any patient, and needs no sign-in.
std::vector<Route> open_calls(const std::vector<Route>& all, std::string_view version) {
    // Written once, by the first who asks: it is long, and anybody may ask.
    const auto written = std::make_shared<std::string>();
    const auto description = [&all, version, written](const RoutedRequest&, const HttpApplication::Answer& answer) {
        if (written->empty()) *written = openapi_json(all, version);
        answer(json_response(*written));
    };
    return {{"GET", "/openapi.json", Permission::ask_openly, description}};
}

bool is_of_fhir(std::string_view path) { return path == "/fhir" || path.starts_with("/fhir/"); }

}  // namespace

WardApplication::WardApplication(Store& store, const WardKnowledge& knowledge, ServedWard::Clock clock,
                                 Operation operation)
    : served_(store, knowledge, std::move(clock)), hl7v2_(served_) {
    served_.operation = std::move(operation);
    served_.sign_ins.sessions.lock_after(served_.operation.lock_after);
    add(page_calls(served_));
    add(open_calls(routes_, knowledge.version));
    add(patient_calls(served_));
    add(amendment_calls(served_));
    add(alert_calls(served_));
    add(kiosk_calls(served_));
    add(event_calls(served_));
    add(fhir_calls(served_));
    add(dead_letter_calls(served_, hl7v2_));
    add(cds_calls(served_));
    add(session_calls(served_));
    add(oidc_calls(served_));
    add(lock_calls(served_));
    add(account_calls(served_));
    add(pin_calls(served_));
    add(user_calls(served_));
    add(token_calls(served_));
    add(merge_calls(served_));
    add(audit_calls(served_));
    add(cosign_calls(served_));
    add(break_glass_calls(served_));
    add(guideline_calls(served_));
    add(control_calls(served_));
    add(monitoring_calls(served_));
}

void WardApplication::add(std::vector<Route> group) {
    std::move(group.begin(), group.end(), std::back_inserter(routes_));
}

void WardApplication::answer(const HttpRequest& request, Answer answer) {
    const auto call = std::make_shared<ObservedCall>(served_, request.method);
    const bool fhir = is_of_fhir(request.path);
    // What a page may read of it is settled now: the request is gone when it is answered.
    HttpResponse for_page;
    let_page_read(request, served_.operation.cds_origins, for_page);
    find_and_run(request, *call,
                 [call, fhir, fields = std::move(for_page.fields), answer = std::move(answer)](HttpResponse response) {
                     call->answered(response.status);
                     response.fields.insert(fields.begin(), fields.end());
                     if (response.status == 401) response.fields["WWW-Authenticate"] = "Bearer";
                     answer(fhir ? in_fhir(std::move(response)) : std::move(response));
                 });
}

void WardApplication::find_and_run(const HttpRequest& request, ObservedCall& call, const Answer& answer) {
    // A page elsewhere must not reach the ward through a browser on this machine.
    if (!request.local && !request.names_certificate && !names_loopback(request.field("host"))) {
        return answer(
            error_response(421, "this server answers to its loopback address and the names of its certificate"));
    }
    if (auto told = preflight_answer(request, served_.operation.cds_origins)) return answer(std::move(*told));
    auto caller = caller_of(served_, request);
    if (!caller && served_.operation.cds_clients) {
        caller = served_.operation.cds_clients->caller_of(request, served_.clock());
    }
    // What needs no sign-in is answered whatever the caller brings, as to somebody who brings nothing.
    const bool opens_nothing = !caller;
    if (opens_nothing) caller = Caller{"anyone", Role::anyone};
    call.caller = *caller;
    std::string methods;  // that the path has
    for (const Route& route : routes_) {
        auto parts = parts_of(request.path, route.pattern);
        if (!parts) continue;
        if (!opens_nothing || needs_no_sign_in(route)) call.pattern = route.pattern;
        methods.append(methods.empty() ? "" : ", ").append(route.method == "GET" ? "GET, HEAD" : route.method);
        if (route.method != request.method) continue;
        if (opens_nothing && !needs_no_sign_in(route)) break;
        const RoutedRequest routed{request, std::move(*parts), *caller};
        return served_.run_as(acting_of(*caller, request), [&] { run(route, routed, answer); });
    }
    if (opens_nothing) return answer(error_response(401, "this token opens nothing"));
    if (methods.empty()) return answer(error_response(404, "there is no such path"));
    HttpResponse refusal = error_response(405, "this path has no " + request.method);
    refusal.fields["Allow"] = methods;
    answer(std::move(refusal));
}

// Who is known by what they bring; what it opens is asked once all has come.
bool WardApplication::may_send_much(const HttpRequest& head) {
    const auto caller = caller_of(served_, head);
    if (caller) return caller->role != Role::anyone;
    const auto& clients = served_.operation.cds_clients;
    return clients && clients->may_call(head, served_.clock());
}

void WardApplication::run(const Route& route, const RoutedRequest& request, const Answer& answer) {
    if (auto refusal = refusal_of(served_, route, request)) return answer(std::move(*refusal));
    route.run(request, answer);
}

HttpResponse WardApplication::refused(std::string_view target, HttpResponse response) const {
    return is_of_fhir(target.substr(0, target.find('?'))) ? in_fhir(std::move(response)) : std::move(response);
}

void WardApplication::settle() {
    served_.sign_ins.finish();
    if (served_.operation.cds_fetches) served_.operation.cds_fetches->finish();
    served_.keep_waiting();
}

// Whether what the ward does by itself could be kept. It is tried again at each tick: a full disk is an alarm, and is
// logged when it begins.
bool WardApplication::is_kept(const Stored<Done>& done, Instant now, void (TechnicalAlarms::*failed)(Instant)) {
    const auto* problem = std::get_if<StoreProblem>(&done);
    if (problem == nullptr) return true;
    if (problem->kind != StoreProblem::Kind::full) {
        served_.refused(*problem);
        return false;
    }
    TechnicalAlarms& technical = served_.watch.technical;
    if (served_.operation.log && !technical.cannot_keep()) {
        served_.operation.log->write(LogLevel::error, "store_problem", {{"what", problem->what}});
    }
    (technical.*failed)(now);
    return false;
}

bool WardApplication::pass_time(Instant now) {
    const auto doubted = served_.watch.keep_doubt(now);
    const auto passed = std::holds_alternative<Done>(doubted) ? served_.ward.pass_time(now) : doubted;
    return is_kept(passed, now, &TechnicalAlarms::commit_failed);
}

int WardApplication::tick() {
    served_.sign_ins.finish();
    const Instant now = served_.clock();
    served_.ticked = std::chrono::steady_clock::now();
    const bool kept_all = pass_time(now);
    const auto pruned = served_.ward.prune_events(served_.operation.kept_events, now);
    if (is_kept(pruned, now, &TechnicalAlarms::pruning_failed)) served_.watch.technical.pruned();
    // What could not be kept of somebody must not go with them.
    if (kept_all) is_kept(served_.let_leave(), now, &TechnicalAlarms::commit_failed);
    const auto looked = served_.watch.look(now);
    const auto* problem_of_look = std::get_if<StoreProblem>(&looked);
    // A full disk is an alarm by itself, and is tried again at each tick: it is not logged each time.
    const bool has_broken = problem_of_look != nullptr && problem_of_look->kind != StoreProblem::Kind::full;
    if (has_broken) served_.refused(*problem_of_look);
    served_.feed.send_news();
    served_.feed.send_unkept(served_.ward.take_unkept_news());
    served_.keep_shown();
    served_.keep_uses_of_sessions();
    served_.witness_audit();
    served_.look_through_store();
    if (kept_all) served_.keep_reads_that_wait();
    // A clock that was set back must not silence the heart.
    if (now - last_heartbeat_ >= seconds(heartbeat_every * served_.operation.pace) || now < last_heartbeat_) {
        served_.feed.send_heartbeat(now);
        last_heartbeat_ = now;
        if (served_.operation.alive) served_.operation.alive();
    }
    // Who signs in waits for a thread that rings no bell here.
    if (served_.sign_ins.busy()) return 10;
    // What could not be kept is due at once, and a ward that tried it without a pause would do nothing else.
    if (!kept_all) return longest_sleep_milliseconds;
    const Duration until_wake = served_.ward.next_wake() - now;
    return static_cast<int>(std::clamp<std::int64_t>(until_wake.microseconds / 1000 / served_.operation.pace, 1,
                                                     longest_sleep_milliseconds));
}

}  // namespace stormkeel
