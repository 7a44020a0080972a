// Finds the route, checks who calls, and answers from the ward.
#include "server/ward_application.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/assessment_json.h"
#include "adapters/cds_feedback.h"
#include "adapters/cds_hooks.h"
#include "adapters/json.h"
#include "server/fact_requests.h"
#include "server/openapi.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using Parts = std::map<std::string, std::string>;

constexpr Duration heartbeat_every = seconds(2);
// A clock that new facts have set meanwhile is seen this soon.
constexpr std::int64_t longest_sleep_milliseconds = 250;

// Cuts "/api/patients/p1" at its slashes; what stands between two of them may hold an escaped one.
std::vector<std::string_view> steps_of(std::string_view path) {
    std::vector<std::string_view> steps;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        steps.push_back(path.substr(0, path.find('/')));
        path.remove_prefix(steps.back().size());
    }
    return steps;
}

std::optional<Parts> parts_of(std::string_view path, std::string_view pattern) {
    const auto found = steps_of(path);
    const auto wanted = steps_of(pattern);
    if (found.size() != wanted.size()) return std::nullopt;
    Parts parts;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{')) {
            parts[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = std::string(found[i]);
        } else if (wanted[i] != found[i]) {
            return std::nullopt;
        }
    }
    return parts;
}

bool may(const WardApplication::Route& route, Role role) {
    const auto holds = [&](Role one) {
        return std::find(route.roles.begin(), route.roles.end(), one) != route.roles.end();
    };
    return holds(Role::anyone) || holds(role);
}

HttpResponse json_response(std::string body) { return {200, "application/json", std::move(body)}; }

std::optional<std::uint64_t> whole(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all = problem == std::errc{} && end == text.data() + text.size() && !text.empty();
    return all ? std::optional(number) : std::nullopt;
}

std::string reason_in(const std::string& body) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document == nullptr ? std::string() : std::string((*document)->root()["reason"].string());
}

nlohmann::ordered_json row_json(const std::string& patient, const GradeRow& row) {
    return {{"patient", patient},
            {"time", to_text(row.at)},
            {"crs_at_least", row.crs_at_least},
            {"crs_at_most", row.crs_at_most},
            {"icans_at_least", row.icans_at_least},
            {"icans_at_most", row.icans_at_most},
            {"treat_as", row.treat_as},
            {"episode", row.episode}};
}

// A time in the query; false when it is there and is none.
bool time_in(const HttpRequest& request, const std::string& name, std::optional<Instant>& at) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return true;
    at = parse_instant(found->second);
    return at.has_value();
}

HttpResponse no_time(const std::string& name) {
    return error_response(400, name + " is no time with an offset; write it like 2026-03-03T12:00:00Z");
}

}  // namespace

WardApplication::WardApplication(Store& store, const WardKnowledge& knowledge, Clock clock)
    : store_(store), knowledge_(knowledge), clock_(std::move(clock)), ward_(store, knowledge), feed_(store) {}

const std::vector<WardApplication::Route>& WardApplication::routes() {
    using App = WardApplication;
    constexpr Role anyone = Role::anyone;
    constexpr Role feed = Role::integration;
    constexpr Role local = Role::operator_;
    static const std::vector<Route> table{
        {"GET", "/healthz", {anyone}, &App::health},
        {"GET", "/openapi.json", {anyone}, &App::openapi},
        {"GET", "/api/ward", {feed, Role::kiosk}, &App::board},
        {"GET", "/api/patients/{patient}/assessment", {feed}, &App::assessment},
        {"GET", "/api/patients/{patient}/timeline", {feed}, &App::timeline},
        {"GET", "/api/patients/{patient}/facts", {feed}, &App::facts},
        {"POST", "/api/patients/{patient}/facts", {feed}, &App::take_facts},
        {"POST", "/api/alerts/{alert}/acknowledge", {feed}, &App::acknowledge},
        {"POST", "/api/alerts/{alert}/decline", {feed}, &App::decline},
        {"GET", "/api/events", {feed}, &App::events},
        {"GET", "/cds-services", {anyone}, &App::cds_services},
        {"POST", "/cds-services/{service}", {feed}, &App::cds_call},
        {"POST", "/cds-services/{service}/feedback", {feed}, &App::cds_feedback},
        {"POST", "/control/tokens/{name}", {local}, &App::add_token},
        {"POST", "/control/backup", {local}, &App::back_up},
    };
    return table;
}

Stored<Done> WardApplication::open() {
    auto accounts = store_.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&accounts)) return *problem;
    accounts_ = std::get<std::vector<Account>>(std::move(accounts));
    return ward_.open(clock_());
}

void WardApplication::answer(const HttpRequest& request, Answer answer) {
    // A page elsewhere must not reach the ward through a browser on this machine.
    if (!request.local && !names_loopback(request.field("host"))) {
        return answer(error_response(421, "this server answers to its loopback address only"));
    }
    const auto caller = caller_of(request, accounts_);
    if (!caller) return answer(error_response(401, "this token opens nothing"));
    bool known_path = false;
    for (const Route& route : routes()) {
        auto parts = parts_of(request.path, route.pattern);
        if (!parts) continue;
        known_path = true;
        if (route.method != request.method) continue;
        if (!may(route, caller->role)) {
            const bool signed_in = caller->role != Role::anyone;
            return answer(signed_in ? error_response(403, std::string(name_of(caller->role)) + " may not do this")
                                    : error_response(401, "send Authorization: Bearer TOKEN"));
        }
        return (this->*route.run)({request, std::move(*parts), *caller}, answer);
    }
    answer(known_path ? error_response(405, "this path has no " + request.method)
                      : error_response(404, "there is no such path"));
}

HttpResponse WardApplication::refused(const StoreProblem& problem) {
    if (problem.kind == StoreProblem::Kind::full) return error_response(507, "the disk is full; nothing was kept");
    broken_ = problem;
    return error_response(503, "the store has failed; nothing was kept");
}

const WardPatient* WardApplication::patient_of(const RoutedRequest& request, const Answer& answer) const {
    const WardPatient* patient = ward_.patient(request.parts.at("patient"));
    if (patient == nullptr) answer(error_response(404, "the ward knows no such patient"));
    return patient;
}

void WardApplication::health(const RoutedRequest&, const Answer& answer) {
    answer(json_response(R"({"status":"ok"})"));
}

void WardApplication::openapi(const RoutedRequest&, const Answer& answer) {
    answer(json_response(openapi_json(knowledge_.version)));
}

void WardApplication::board(const RoutedRequest& request, const Answer& answer) {
    answer(json_response(request.caller.role == Role::kiosk ? kiosk_json(ward_) : ward_json(ward_)));
}

void WardApplication::assessment(const RoutedRequest& request, const Answer& answer) {
    std::optional<Instant> at;
    if (!time_in(request.http, "at", at)) return answer(no_time("at"));
    const WardPatient* patient = patient_of(request, answer);
    if (patient == nullptr) return;
    const Assessment now = assess(patient->timeline, knowledge_.guideline, at.value_or(clock_()));
    answer(json_response(assessment_json(now, RejectedRecords::listed)));
}

void WardApplication::timeline(const RoutedRequest& request, const Answer& answer) {
    std::optional<Instant> until;
    if (!time_in(request.http, "until", until)) return answer(no_time("until"));
    const WardPatient* patient = patient_of(request, answer);
    if (patient == nullptr) return;
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const GradeRow& row : grade_rows(patient->timeline, knowledge_.guideline, until)) {
        rows.push_back(row_json(patient->record.patient(), row));
    }
    answer(json_response(rows.dump()));
}

void WardApplication::facts(const RoutedRequest& request, const Answer& answer) {
    if (const WardPatient* patient = patient_of(request, answer)) answer(json_response(facts_json(*patient)));
}

void WardApplication::take_facts(const RoutedRequest& request, const Answer& answer) {
    auto read = read_fact_request(request.parts.at("patient"), request.http);
    if (const auto* why = std::get_if<std::string>(&read)) return answer(error_response(400, *why));
    waiting_.push_back({std::get<std::vector<Incoming>>(std::move(read)), answer});
}

// What waits is kept in one commit. When it is refused, all of it is, and each caller hears so.
void WardApplication::settle() {
    if (waiting_.empty()) return;
    std::deque<Waiting> waiting;
    waiting.swap(waiting_);
    std::vector<Incoming> records;
    for (Waiting& each : waiting) {
        std::copy(each.records.begin(), each.records.end(), std::back_inserter(records));
    }
    const auto taken = ward_.take(records, clock_());
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) {
        const HttpResponse response = refused(*problem);
        for (const Waiting& each : waiting) each.answer(response);
        return;
    }
    std::span<const Taken::One> outcomes(std::get<Taken>(taken).records);
    for (const Waiting& each : waiting) {
        each.answer(fact_response(outcomes.first(each.records.size())));
        outcomes = outcomes.subspan(each.records.size());
    }
    feed_.send_news();
}

int WardApplication::tick() {
    const Instant now = clock_();
    const auto passed = ward_.pass_time(now);
    if (const auto* problem = std::get_if<StoreProblem>(&passed)) refused(*problem);
    feed_.send_news();
    // A clock that was set back must not silence the heart.
    if (now - last_heartbeat_ >= heartbeat_every || now < last_heartbeat_) {
        feed_.send_heartbeat(now);
        last_heartbeat_ = now;
    }
    const Duration until_wake = ward_.next_wake() - now;
    return static_cast<int>(std::clamp<std::int64_t>(until_wake.microseconds / 1000, 1, longest_sleep_milliseconds));
}

void WardApplication::answer_alert(const RoutedRequest& request, AlertAnswer alert, const Answer& answer) {
    const auto number = whole(request.parts.at("alert"));
    if (!number) return answer(error_response(404, "an alert is named by its number"));
    alert.alert = *number;
    alert.by = request.caller.name;
    const auto answered = ward_.answer(alert, clock_());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return answer(refused(*problem));
    const auto& row = std::get<std::optional<Alert>>(answered);
    if (!row) return answer(error_response(404, "there is no such open alert"));
    answer(json_response(alert_json(*row)));
    feed_.send_news();
}

void WardApplication::acknowledge(const RoutedRequest& request, const Answer& answer) {
    answer_alert(request, {0, AlertState::acknowledged, {}, {}}, answer);
}

void WardApplication::decline(const RoutedRequest& request, const Answer& answer) {
    const std::string reason = reason_in(request.http.body);
    if (reason.empty()) return answer(error_response(400, "to decline needs a reason: {\"reason\": \"...\"}"));
    answer_alert(request, {0, AlertState::declined, {}, reason}, answer);
}

void WardApplication::events(const RoutedRequest& request, const Answer& answer) {
    const std::string_view last = request.http.field("last-event-id");
    const auto number = whole(last);
    if (!last.empty() && !number) return answer(error_response(400, "Last-Event-ID is the number of an event"));
    const std::uint64_t from = number.value_or(ward_.last_event());
    HttpResponse response{200, "text/event-stream", {}};
    response.opened = [this, from](std::shared_ptr<EventStream> reader) { feed_.open(std::move(reader), from); };
    answer(std::move(response));
}

void WardApplication::cds_services(const RoutedRequest&, const Answer& answer) {
    answer(json_response(cds_discovery(knowledge_.terminology)));
}

void WardApplication::cds_call(const RoutedRequest& request, const Answer& answer) {
    const CdsKnowledge known{knowledge_.terminology, knowledge_.guideline, knowledge_.version,
                             [this](const std::string& id) {
                                 const WardPatient* patient = ward_.patient(id);
                                 return patient == nullptr ? std::nullopt : std::optional(patient->timeline);
                             }};
    CdsAnswer card = answer_cds({request.parts.at("service"), request.http.body, clock_()}, known);
    answer({card.status, "application/json", std::move(card.body)});
}

// What a person did with a card is kept once, however often it is sent.
void WardApplication::cds_feedback(const RoutedRequest& request, const Answer& answer) {
    const auto read = read_cds_feedback(request.parts.at("service"), request.http.body);
    if (const auto* wrong = std::get_if<CdsAnswer>(&read)) {
        return answer({wrong->status, "application/json", wrong->body});
    }
    const auto kept = ward_.keep_feedback(std::get<std::vector<CdsFeedback>>(read), request.caller.name, clock_());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(refused(*problem));
    answer(json_response("{}"));
}

void WardApplication::add_token(const RoutedRequest& request, const Answer& answer) {
    const std::string& name = request.parts.at("name");
    const auto found = request.http.query.find("role");
    const auto role = found == request.http.query.end() ? std::nullopt : machine_role_named(found->second);
    if (!role || !is_account_name(name)) {
        return answer(
            error_response(400, "a token needs a name of letters and digits, and the role integration or kiosk"));
    }
    NewToken made = new_token(name, *role, clock_());
    const auto kept = ward_.keep_account(made.account, request.caller.name, clock_());
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return answer(refused(*problem));
    std::erase_if(accounts_, [&](const Account& account) { return account.name == name; });
    accounts_.push_back(std::move(made.account));
    answer(json_response(nlohmann::json{{"token", made.token}}.dump()));
}

void WardApplication::back_up(const RoutedRequest& request, const Answer& answer) {
    const auto file = request.http.query.find("file");
    if (file == request.http.query.end()) return answer(error_response(400, "a backup needs a file"));
    const auto done = store_.back_up(file->second);
    if (const auto* problem = std::get_if<StoreProblem>(&done)) return answer(error_response(409, problem->what));
    answer(json_response(R"({"status":"ok"})"));
}

}  // namespace stormkeel
