// A person answers an alert.
#include "adapters/json.h"
#include "server/calls.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

std::string reason_in(const std::string& body) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document == nullptr ? std::string() : std::string((*document)->root()["reason"].string());
}

std::optional<Duration> minutes_in(const std::string& body) {
    constexpr std::uint64_t minutes_of_day = 24 * 60;
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    const auto count = document == nullptr ? std::nullopt : whole_number((*document)->root()["minutes"].text());
    if (!count || *count > minutes_of_day) return std::nullopt;
    return minutes(static_cast<std::int64_t>(*count));
}

void answer_alert(ServedWard& served, const RoutedRequest& request, AlertAnswer alert, const Answer& answer) {
    const auto number = whole_number(request.parts.at("alert"));
    if (!number) return answer(error_response(404, "an alert is named by its number"));
    alert.alert = *number;
    alert.by = request.caller.name;
    const auto answered = served.ward.answer(alert, served.clock());
    if (const auto* problem = std::get_if<StoreProblem>(&answered)) return answer(served.refused(*problem));
    const auto& row = std::get<std::optional<Alert>>(answered);
    if (!row) return answer(error_response(404, "there is no such open alert"));
    answer(json_response(alert_json(*row)));
    served.feed.send_news();
}

void acknowledge(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    answer_alert(served, request, {0, AlertState::acknowledged, {}, {}, {}}, answer);
}

void decline(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const std::string reason = reason_in(request.http.body);
    if (reason.empty()) return answer(error_response(400, "to decline needs a reason: {\"reason\": \"...\"}"));
    answer_alert(served, request, {0, AlertState::declined, {}, reason, {}}, answer);
}

void snooze(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto length = minutes_in(request.http.body);
    if (!length) return answer(error_response(400, "to snooze needs whole minutes: {\"minutes\": 2}"));
    const Alert* alert = served.ward.open_alert(whole_number(request.parts.at("alert")).value_or(0));
    const std::string why = alert == nullptr ? std::string() : why_no_snooze(*alert, *length, served.knowledge.alarms);
    if (!why.empty()) return answer(error_response(409, why));
    answer_alert(served, request, {0, AlertState::snoozed, {}, {}, *length}, answer);
}

void technical(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    answer(json_response(technical_json(served.ward)));
}

}  // namespace

std::vector<Route> alert_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    constexpr Role feed = Role::integration;
    constexpr Role shown = Role::demonstration;
    return {{"POST", "/api/alerts/{alert}/acknowledge", {feed, shown}, with(acknowledge)},
            {"POST", "/api/alerts/{alert}/decline", {feed, shown}, with(decline)},
            {"POST", "/api/alerts/{alert}/snooze", {feed, shown}, with(snooze)},
            {"GET", "/api/technical", {feed, Role::kiosk, shown}, with(technical)}};
}

}  // namespace stormkeel
