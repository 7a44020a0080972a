// The ward as JSON: the board, a patient's facts, an alert.
#pragma once

#include <functional>
#include <string>

#include "service/live_ward.h"
#include "service/opened_patients.h"

namespace stormkeel {

// Who is shown on a board, and who opened the record of a patient from outside their unit.
struct BoardView {
    std::function<bool(const WardPatient&)> shows{};  // empty: everybody
    OpenedPatients opened{};
};

// An array, most urgent first (see board_order.h): patient, bed, unit, who opened them, birth date, therapy, day,
// grades as ranges, treat_as, HLH, next action, what is due next, and the open alerts. Times are UTC with Z; what there
// is not is null. Before them those of whom what is kept is damaged, with "unavailable": true and nothing known.
std::string ward_json(const LiveWard& ward, const BoardView& view = {});

// The board for a screen on the wall: bed, grades, and when the newest fact of all was true. The bed is null
// when neither HL7 v2 nor an Encounter told one, and after a discharge; where two units have one of the same name, that
// of the unit follows.
std::string kiosk_json(const LiveWard& ward, const BoardView& view = {});

// {"alerts":[...]} for a person who has proved at such a screen who they are: of each alert that they may answer there
// its number, bed, priority and state, and of one of the ward itself what it says.
using MayAnswer = std::function<bool(const Alert&)>;
std::string kiosk_alerts_json(const LiveWard& ward, const BoardView& view, const MayAnswer& may_answer);

// {"technical":[...]}: the open alerts of the ward itself, whose patient is empty.
std::string technical_json(const LiveWard& ward);

// {"id","patient","condition","priority","state","over","told","words","text","raised_at","changed_at","by","reason",
// "snoozed_until","late_by_seconds"}: what is kept of it.
std::string alert_json(const Alert& alert);

// The same with "shown_as", a priority, "told_to", "next_told_at" and "next_told_to" (see alert_rows.h), and "version",
// which who answers it sends back: what they have seen.
std::string alert_json(const Alert& alert, const AlarmTable& table);

// {"patient","at","unit","unit_before"}: a patient lies in another unit than before; null is not known.
struct MoveOfPatient {
    const std::string& patient;
    const std::string& unit_before;
    const std::string& unit;
    Instant at;
};
std::string moved_json(const MoveOfPatient& move);

// {"patient","at","opened_by":{"number","name","at","until","reason"}}: somebody of another unit opened the
// record, or the review refused it, then `until` is its time.
std::string opened_json(const Cosign& cosign, Instant now);

// {"patient","left","at"}: who left the ward (true) or came back.
std::string presence_json(const std::string& patient, bool left, Instant at);

}  // namespace stormkeel
