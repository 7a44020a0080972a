// What goes on while a session is locked, and what of the ward may be told to whoever passes by: nothing of any
// patient.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/alarm_priority.h"
#include "server/http.h"
#include "server/patient_rights.h"
#include "server/permissions.h"
#include "service/live_ward.h"

namespace stormkeel {

// A page, what tells nothing of any patient, a password, and events, of which told_while_locked() tells. Whatever is
// not named here is refused.
bool goes_on_while_locked(Permission permission);

// 423 with {"error", "code": "locked"}.
HttpResponse locked_response();

// Alerts that nobody has answered, of the patients whom the reader sees and of the ward itself.
struct OpenAlerts {
    std::size_t count = 0;
    std::optional<AlarmPriority> highest;
};
OpenAlerts open_alerts(const LiveWard& ward, const PatientRights& rights);

// An event with less in it: of an alert its priority and state. Nothing of any other event.
std::optional<WardEvent> told_while_locked(const WardEvent& event);

// The data of a heartbeat: {"at","locked":true,"open_alerts","highest_priority"}.
std::string locked_heartbeat(const OpenAlerts& open, Instant now);

}  // namespace stormkeel
