// What those who operate the ward ask of it: whether facts can be taken, and its metrics.
#include "server/calls.h"
#include "server/metrics.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using SteadyClock = std::chrono::steady_clock;

// Facts could still be taken when time no longer passes here, but no alert would come of it.
constexpr auto longest_stillness = std::chrono::seconds(10);

bool lives(const ServedWard& served) {
    const bool has_room = !served.operation.has_room || served.operation.has_room();
    const bool time_passes = !served.ticked || SteadyClock::now() - *served.ticked < longest_stillness;
    return !served.broken && has_room && time_passes;
}

// Anybody may ask, so nothing else is told.
void health(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    if (!lives(served)) return answer(error_response(503, "facts cannot be taken"));
    answer(json_response(R"({"status":"ok"})"));
}

void metrics(ServedWard& served, const RoutedRequest&, const Answer& answer) {
    auto text = metrics_text(served);
    if (const auto* problem = std::get_if<StoreProblem>(&text)) return answer(served.refused(*problem));
    answer({200, "text/plain; version=0.0.4", std::get<std::string>(std::move(text))});
}

}  // namespace

std::vector<Route> monitoring_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const Answer& answer) { run(served, request, answer); };
    };
    return {{"GET", "/healthz", Permission::ask_openly, with(health)},
            {"GET", "/metrics", Permission::measure, with(metrics)}};
}

}  // namespace stormkeel
