// The audit for who reviews it: every row in order, no patient by name.
#include <nlohmann/json.hpp>

#include "server/calls.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
constexpr std::size_t rows_at_once = 1000;

void audit(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto asked = request.http.query.find("after");
    const auto after =
        asked == request.http.query.end() ? std::optional<std::uint64_t>(0) : whole_number(asked->second);
    if (!after) return answer(error_response(400, "after is the number of a row; write it like ?after=1000"));
    const auto read = served.store.audit_after(*after, rows_at_once);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return answer(served.refused(*problem));
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const AuditEntry& entry : std::get<std::vector<AuditEntry>>(read)) {
        rows.push_back({{"number", entry.number},
                        {"at", to_text(entry.at)},
                        {"actor", entry.actor},
                        {"action", entry.action},
                        {"object", entry.object}});
    }
    answer(json_response(rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

}  // namespace

std::vector<Route> audit_calls(ServedWard& served) {
    const auto run = [&served](const RoutedRequest& request, const Answer& answer) { audit(served, request, answer); };
    return {{"GET", "/api/audit", Permission::read_audit, run}};
}

}  // namespace stormkeel
