// Pages and machines hear of what happens as it happens: as server-sent events, or over a WebSocket.
#include <algorithm>

#include "server/access.h"
#include "server/calls.h"
#include "server/guarded_stream.h"
#include "server/patient_rights.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;

// A reader is never led over a gap: why one who has seen the event of this number cannot go on from it.
std::optional<HttpResponse> no_longer_kept(ServedWard& served, std::uint64_t seen) {
    const auto next = served.store.events_after(seen, 1);
    if (const auto* problem = std::get_if<StoreProblem>(&next)) return served.refused(*problem);
    const auto& kept = std::get<std::vector<WardEvent>>(next);
    if (kept.empty() || kept.front().number == seen + 1) return std::nullopt;
    return error_response(410, "the events after this one are not kept any more; read the board, and go on from now");
}

// Whose session ends reads no further.
std::shared_ptr<EventStream> guarded(ServedWard& served, const std::string& secret,
                                     std::shared_ptr<EventStream> reader) {
    return std::make_shared<GuardedStream>(std::move(reader), [&served, secret] {
        return served.sign_ins.sessions.find(secret, served.accounts, served.clock(), false) != nullptr;
    });
}

// Nor does a machine whose token opens nothing any more, because it was closed or another took its place.
std::shared_ptr<EventStream> guarded_by_token(ServedWard& served, const HttpRequest& request,
                                              std::shared_ptr<EventStream> reader) {
    return std::make_shared<GuardedStream>(std::move(reader), [&served, request] {
        const auto caller = caller_of(request, served.accounts);
        return caller && caller->role == Role::integration;
    });
}

// Whoever passes by a locked screen hears of no patient.
EventFeed::Locked locked(ServedWard& served, const std::string& secret, const EventFeed::Rights& rights) {
    return [&served, secret, rights]() -> std::optional<OpenAlerts> {
        const Session* session = served.sign_ins.sessions.find(secret, served.accounts, served.clock(), false);
        if (session != nullptr && !session->locked) return std::nullopt;
        return open_alerts(served.ward, rights ? rights() : PatientRights());
    };
}

// A stream of every event after the number that `named` tells; empty: of what is new.
void stream(ServedWard& served, const RoutedRequest& request, std::string_view named, HttpResponse response,
            EventFormat format, const Answer& answer) {
    const auto number = whole_number(named);
    if (!named.empty() && !number) {
        return answer(error_response(400, "Last-Event-ID, or after, is the number of an event"));
    }
    // A number that is not given out yet was another ward's, as before a backup was restored: the reader starts anew.
    const std::uint64_t from = std::min(number.value_or(served.ward.last_event()), served.ward.last_event());
    if (auto refused = no_longer_kept(served, from)) return answer(std::move(*refused));
    const std::string secret(is_person(request.caller.role) ? session_secret(request.http) : std::string_view());
    EventFeed::Rights rights;
    if (is_bound(request.caller)) {
        rights = [&served, caller = request.caller] { return PatientRights(served.ward, caller, served.clock()); };
    }
    std::optional<HttpRequest> by_token;
    if (request.caller.role == Role::integration) by_token = request.http;
    response.opened = [&served, from, format, secret, rights, by_token,
                       name = request.caller.name](std::shared_ptr<EventStream> reader) {
        EventFeed::Opening opening{from, format, {}, rights, name};
        if (!secret.empty()) {
            reader = guarded(served, secret, std::move(reader));
            opening.locked = locked(served, secret, rights);
        } else if (by_token) {
            reader = guarded_by_token(served, *by_token, std::move(reader));
        }
        served.feed.open(std::move(reader), std::move(opening));
    };
    answer(std::move(response));
}

void events(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    stream(served, request, request.http.field("last-event-id"), {200, "text/event-stream", {}},
           EventFormat::server_sent, answer);
}

void live(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    // A browser sends its cookie with whatever page asks.
    if (const std::string why = why_foreign(request.http); !why.empty()) return answer(error_response(403, why));
    const auto after = request.http.query.find("after");
    const bool told = after != request.http.query.end();
    stream(served, request, told ? std::string_view(after->second) : request.http.field("last-event-id"),
           {101, "application/json", {}}, EventFormat::json_lines, answer);
}

}  // namespace

std::vector<Route> event_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/api/events", Permission::follow_events, with(events)},
            {"GET", "/api/live", Permission::follow_events, with(live)}};
}

}  // namespace stormkeel
