// The ward as JSON: the board, a patient's facts, an alert.
#pragma once

#include <string>

#include "service/live_ward.h"

namespace stormkeel {

// An array, most urgent first: patient, bed, birth date, therapy, day, grades as ranges, treat_as, HLH, next action,
// what is due next, and the open alerts. Times are UTC with Z; what there is not is null.
std::string ward_json(const LiveWard& ward);

// The board for a screen on the wall: bed and grades alone. The bed is null until an HL7 v2 message has told one.
std::string kiosk_json(const LiveWard& ward);

// {"technical":[...]}: the open alerts of the ward itself, whose patient is empty.
std::string technical_json(const LiveWard& ward);

// {"id","patient","condition","priority","state","over","told","words","text","raised_at","changed_at","by","reason",
// "snoozed_until","late_by_seconds"}.
std::string alert_json(const Alert& alert);

// {"patient","left","at"}: who left the ward (true) or came back.
std::string presence_json(const std::string& patient, bool left, Instant at);

}  // namespace stormkeel
