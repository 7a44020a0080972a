// A person answers an alert.
#include <algorithm>
#include <array>
#include <set>

#include "adapters/json.h"
#include "core/nearest.h"
#include "server/alert_rights.h"
#include "server/calls.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// What a person says of an alert; a body that is not there says nothing.
struct Said {
    std::string reason;
    std::optional<std::string> patient;  // whom they had before them; nothing: they do not tell
    std::optional<std::string> version;  // of the alert as it was shown to them; nothing: they do not tell
};

// A client may say more than is asked; what is nearly a field of ours would go unheard.
std::string why_misspelled(const Json& root) {
    constexpr std::array<std::string_view, 4> known{"reason", "patient", "minutes", "version"};
    for (const Json member : root) {
        if (std::find(known.begin(), known.end(), member.key()) != known.end()) continue;
        if (const auto meant = nearest_of(member.key(), known)) {
            return "'" + std::string(member.key()) + "' is no field of an answer; '" + std::string(known.at(*meant)) +
                   "' may be meant";
        }
    }
    return {};
}

// Letters of any script, and not one of them again and again: three are the shortest word that says something.
bool says_why(std::string_view reason) {
    std::set<char> different;
    std::size_t letters = 0;
    for (const char c : reason) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        const bool is_letter = (small >= 'a' && small <= 'z') || static_cast<unsigned char>(c) >= 0x80;
        if (!is_letter) continue;
        ++letters;
        different.insert(small);
    }
    return letters >= 3 && different.size() >= 2;
}

// A text says what is wrong with it.
std::variant<Said, std::string> said_in(const std::string& body) {
    if (body.empty()) return Said{};
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const Json root = document == nullptr ? Json() : (*document)->root();
    if (!root.is_object()) return R"(the body is no JSON object; write {"reason": "...", "patient": "..."})";
    if (std::string why = why_misspelled(root); !why.empty()) return why;
    for (const std::string_view name : {"reason", "patient", "version"}) {
        const Json told = root[name];
        if (told.exists() && told.kind() != Json::Kind::null && !told.is_string())
            return "'" + std::string(name) + "' is no text";
    }
    Said said{std::string(root["reason"].string()), {}, {}};
    if (root["patient"].is_string()) said.patient = root["patient"].string();
    if (root["version"].is_string()) said.version = root["version"].string();
    if (said.reason.find_first_not_of(" \t\r\n") == std::string::npos) said.reason.clear();
    return said;
}

std::optional<Duration> minutes_in(const std::string& body) {
    constexpr std::uint64_t minutes_of_day = 1440;
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const auto count = document == nullptr ? std::nullopt : whole_number((*document)->root()["minutes"].text());
    if (!count || *count > minutes_of_day) return std::nullopt;
    return minutes(static_cast<std::int64_t>(*count));
}

// What it is now, for who has seen something else.
std::string changed_since(const Alert& alert) {
    std::string now = std::string(name_of(alert.priority)) + " priority";
    if (alert.over) now += ", and its condition has passed";
    const bool answered = alert.state == AlertState::acknowledged || alert.state == AlertState::declined;
    if (answered)
        now += alert.state == AlertState::declined ? ", declined by " + alert.by : ", acknowledged by " + alert.by;
    return "this alert has changed since it was shown: it is of " + now +
           "; load it again, and answer what it tells now";
}

// Why this caller may not answer this alert; nothing when they may.
std::optional<HttpResponse> refusal_of(const ServedWard& served, const Caller& caller, const Alert* alert,
                                       const Said& said) {
    if (alert == nullptr) return error_response(404, "there is no such open alert");
    if (!may_answer_condition(caller.role, alert->condition, served.knowledge.alarms)) {
        return error_response(403, "a pharmacist answers alerts of drugs, and this is none");
    }
    if (said.patient && *said.patient != alert->patient) {
        return error_response(409, "this alert is of another patient than the one it was answered for; load it again");
    }
    if (said.version && *said.version != version_to_answer(*alert)) return error_response(409, changed_since(*alert));
    return std::nullopt;
}

// What a person does with an alert; of a snoozed one for how long.
struct AlertDeed {
    AlertState state;
    Duration length{};
};

void answer_alert(ServedWard& served, const RoutedRequest& request, const AlertDeed& deed, const Answer& answer) {
    const auto number = whole_number(request.parts.at("alert"));
    if (!number) return answer(error_response(404, "an alert is named by its number"));
    const auto read = said_in(request.http.body);
    if (const auto* why = std::get_if<std::string>(&read)) return answer(error_response(400, *why));
    const auto* said = &std::get<Said>(read);
    if (deed.state == AlertState::declined && said->reason.empty()) {
        return answer(error_response(400, "to decline needs a reason: {\"reason\": \"...\"}"));
    }
    if (deed.state == AlertState::declined && !says_why(said->reason)) {
        return answer(error_response(422, "whoever reads '" + said->reason.substr(0, 40) +
                                              "' later does not know why it was declined; a word that says so would be "
                                              "right, as in 'given elsewhere'"));
    }
    auto refusal = refusal_of(served, request.caller, served.ward.open_alert(*number), *said);
    if (refusal) return answer(std::move(*refusal));
    const auto answered =
        served.ward.answer({*number, deed.state, request.caller.name, said->reason, deed.length}, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return answer(served.refused(*problem));
    const auto& row = std::get<std::optional<Alert>>(answered);
    if (!row) return answer(error_response(404, "there is no such open alert"));
    const bool of_clock = row->patient.empty() && served.watch.technical.is_of_clock(row->condition);
    if (of_clock && deed.state == AlertState::declined) {
        served.watch.technical.clock_is_right(request.caller.name, served.clock());
        const auto looked = served.watch.look(served.clock());  // the clock's own time now
        if (const auto* problem = std::get_if<StoreProblem>(&looked)) return answer(served.refused(*problem));
    }
    answer(json_response(alert_json(*row, served.knowledge.alarms)));
    served.feed.send_news();
}

void acknowledge(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer_alert(served, request, {AlertState::acknowledged}, answer);
}

void decline(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer_alert(served, request, {AlertState::declined}, answer);
}

void snooze(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto length = minutes_in(request.http.body);
    if (!length) return answer(error_response(400, "to snooze needs whole minutes: {\"minutes\": 2}"));
    const Alert* alert = served.ward.open_alert(whole_number(request.parts.at("alert")).value_or(0));
    const std::string why = alert == nullptr ? std::string() : why_no_snooze(*alert, *length, served.knowledge.alarms);
    if (!why.empty()) return answer(error_response(409, why));
    answer_alert(served, request, {AlertState::snoozed, *length}, answer);
}

void technical(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    answer(json_response(technical_json(served.ward)));
}

}  // namespace

std::vector<Route> alert_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    // What somebody else said of the alert since is not undone by a call that is sent again.
    const auto once = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) {
            const auto call = AnsweredKeys::call_of(request);
            if (!call) return run(served, request, answer);
            if (auto before = served.answered.answer_before(*call)) return answer(std::move(*before));
            run(served, request, [&served, call, answer](HttpResponse response) {
                if (response.status == 200) served.answered.keep(*call, response);
                answer(std::move(response));
            });
        };
    };
    return {{"POST", "/api/alerts/{alert}/acknowledge", Permission::acknowledge, once(acknowledge)},
            {"POST", "/api/alerts/{alert}/decline", Permission::decline, once(decline)},
            {"POST", "/api/alerts/{alert}/snooze", Permission::acknowledge, once(snooze)},
            {"GET", "/api/technical", Permission::see_technical, with(technical)}};
}

}  // namespace stormkeel
