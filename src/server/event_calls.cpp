// Pages and machines hear of what happens as it happens: as server-sent events, or over a WebSocket.
#include <algorithm>

#include "server/calls.h"

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

// A stream of every event after the number that `named` tells; empty: of what is new.
void stream(ServedWard& served, std::string_view named, HttpResponse response, EventFormat format,
            const Answer& answer) {
    const auto number = whole_number(named);
    if (!named.empty() && !number) {
        return answer(error_response(400, "Last-Event-ID, or after, is the number of an event"));
    }
    // A number that is not given out yet was another ward's, as before a backup was restored: the reader starts anew.
    const std::uint64_t from = std::min(number.value_or(served.ward.last_event()), served.ward.last_event());
    if (auto refused = no_longer_kept(served, from)) return answer(std::move(*refused));
    response.opened = [&served, from, format](std::shared_ptr<EventStream> reader) {
        served.feed.open(std::move(reader), from, format);
    };
    answer(std::move(response));
}

void events(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    stream(served, request.http.field("last-event-id"), {200, "text/event-stream", {}}, EventFormat::server_sent,
           answer);
}

// A browser names the page it comes from, and sends what it holds of a sign-in whatever page that is.
bool is_own_page(const HttpRequest& request) {
    const std::string_view origin = request.field("origin");
    const std::string own = (request.encrypted ? "https://" : "http://") + std::string(request.field("host"));
    return origin.empty() || origin == own;
}

void live(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    if (!is_own_page(request.http)) return answer(error_response(403, "this page is not of this server"));
    const auto after = request.http.query.find("after");
    const bool told = after != request.http.query.end();
    stream(served, told ? std::string_view(after->second) : request.http.field("last-event-id"),
           {101, "application/json", {}}, EventFormat::json_lines, answer);
}

}  // namespace

std::vector<Route> event_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    constexpr Role feed = Role::integration;
    constexpr Role shown = Role::demonstration;
    return {{"GET", "/api/events", {feed, shown}, with(events)}, {"GET", "/api/live", {feed, shown}, with(live)}};
}

}  // namespace stormkeel
