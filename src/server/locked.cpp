// One place for all that a locked session is told.
#include "server/locked.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/json.h"

namespace stormkeel {

bool goes_on_while_locked(Permission permission) {
    switch (permission) {
        case Permission::ask_openly:
        case Permission::sign_in:
        case Permission::open_page:
        case Permission::follow_events:
            return true;
        default:
            return false;
    }
}

HttpResponse locked_response() {
    const nlohmann::ordered_json json{
        {"error", "this session is locked, because nobody did anything in it; unlock it with the password"},
        {"code", "locked"}};
    return {423, "application/json", json.dump()};
}

OpenAlerts open_alerts(const LiveWard& ward, const PatientRights& rights) {
    OpenAlerts open;
    const auto count = [&](const std::vector<Alert>& alerts) {
        for (const Alert& alert : alerts) {
            if (alert.state != AlertState::raised) continue;
            ++open.count;
            const AlarmPriority shown = shown_priority(alert);
            open.highest = std::max(open.highest.value_or(shown), shown);
        }
    };
    for (const auto& [id, patient] : ward.patients()) {
        if (rights.sees(patient)) count(ward.shown(patient).alerts);
    }
    count(ward.own_alerts());
    return open;
}

std::optional<WardEvent> told_while_locked(const WardEvent& event) {
    if (event.kind != "alert") return std::nullopt;
    const auto read = read_json(event.json);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return std::nullopt;
    const Json alert = (*document)->root();
    // An event of an earlier version tells the priority alone.
    const Json shown = alert["shown_as"].is_string() ? alert["shown_as"] : alert["priority"];
    const nlohmann::ordered_json told{{"priority", std::string(shown.string())},
                                      {"state", std::string(alert["state"].string())}};
    return WardEvent{event.number, event.kind, {}, told.dump()};
}

std::string locked_heartbeat(const OpenAlerts& open, Instant now) {
    nlohmann::ordered_json told{
        {"at", to_text(now)}, {"locked", true}, {"open_alerts", open.count}, {"highest_priority", nullptr}};
    if (open.highest) told["highest_priority"] = name_of(*open.highest);
    return told.dump();
}

}  // namespace stormkeel
