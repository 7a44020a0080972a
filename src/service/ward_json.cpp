// Writes the ward's views; the assessment itself is written by its own adapter.
#include "service/ward_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/assessment_text_advice.h"
#include "service/board_order.h"

namespace stormkeel {

namespace {

using JsonTree = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> state_names{"raised", "acknowledged", "declined", "ended", "snoozed"};

std::string written(const JsonTree& json) { return json.dump(-1, ' ', false, JsonTree::error_handler_t::replace); }

JsonTree or_null(const std::string& text) { return text.empty() ? JsonTree() : JsonTree(text); }

// What is to be done, and how late it is told when it is.
std::string text_of(const Alert& alert) {
    if (alert.late == Duration{}) return alert.text;
    return alert.text + (alert.text.empty() ? "" : "; ") + "late by " + to_words(alert.late);
}

JsonTree json_of(const Alert& alert) {
    return {{"id", alert.number},
            {"patient", alert.patient},
            {"condition", alert.condition},
            {"priority", name_of(alert.priority)},
            {"state", state_names.at(static_cast<std::size_t>(alert.state))},
            {"over", alert.over},
            {"told", alert.told},
            {"words", alert.words},
            {"text", text_of(alert)},
            {"raised_at", to_text(alert.raised_at)},
            {"changed_at", to_text(alert.changed_at)},
            {"by", or_null(alert.by)},
            {"reason", or_null(alert.reason)},
            {"snoozed_until", alert.snoozed_until == never ? JsonTree() : JsonTree(to_text(alert.snoozed_until))},
            {"late_by_seconds", alert.late.microseconds / seconds(1).microseconds}};
}

// With what the table of alarms says of it.
JsonTree json_of(const Alert& alert, const AlarmTable& table) {
    const NextTold next = next_told(alert, table);
    JsonTree json = json_of(alert);
    json["shown_as"] = name_of(shown_priority(alert));
    json["told_to"] = told_to(alert, table);
    json["next_told_at"] = next.at == forever ? JsonTree() : JsonTree(to_text(next.at));
    json["next_told_to"] = next.to;
    json["version"] = version_to_answer(alert);
    return json;
}

JsonTree json_of(const ScaleAnswer& answer) {
    const bool exact = answer.at_least == answer.at_most;
    return {{"grade", exact ? JsonTree(answer.at_least) : JsonTree()},
            {"at_least", answer.at_least},
            {"at_most", answer.at_most}};
}

// The next clock that somebody has to look at.
JsonTree next_due(const Assessment& assessment) {
    const auto soonest = std::min_element(assessment.timers.begin(), assessment.timers.end(),
                                          [](const Timer& a, const Timer& b) { return a.due < b.due; });
    if (soonest == assessment.timers.end()) return {};
    return {{"item", soonest->item}, {"due", to_text(soonest->due)}, {"overdue", soonest->overdue}};
}

JsonTree json_of_opening(const Cosign& opened) {
    const Instant until = opened.state == CosignState::refused ? opened.changed_at : open_until(opened);
    return {{"number", opened.number},
            {"name", opened.by},
            {"at", to_text(opened.at)},
            {"until", to_text(until)},
            {"reason", opened.reason}};
}

constexpr Duration told_of_a_join = hours(24);

JsonTree row_of(const WardPatient& patient, const OpenedPatients& opened, const AlarmTable& table) {
    const Assessment& answer = patient.assessment;
    JsonTree row;
    row["patient"] = answer.patient;
    row["bed"] = or_null(patient.record->bed());
    row["birth_date"] = answer.birth_date ? JsonTree(to_text(*answer.birth_date)) : JsonTree();
    row["as_of"] = to_text(answer.as_of);
    row["therapy"] = answer.therapy ? JsonTree(answer.therapy->product) : JsonTree();
    row["day"] = answer.therapy ? JsonTree(answer.therapy->day) : JsonTree();
    row["crs"] = json_of(answer.crs);
    row["crs"]["treat_as"] = answer.crs.treat_as;
    row["crs"]["under_treatment"] = answer.crs.under_treatment;
    row["icans"] = json_of(answer.icans);
    row["hlh"] = name_of(answer.hlh.status);
    row["next"] = or_null(next_action_in_short(answer));
    row["due"] = next_due(answer);
    row["unit"] = or_null(patient.unit);
    row["opened_by"] = JsonTree::array();
    if (const auto by = opened.find(patient.record->patient()); by != opened.end()) {
        for (const Cosign* each : by->second) row["opened_by"].push_back(json_of_opening(*each));
    }
    const Instant joined = patient.record->charts_joined_at();
    const bool tells_join = joined != never && answer.as_of < joined + told_of_a_join;
    row["charts_joined_at"] = tells_join ? JsonTree(to_text(joined)) : JsonTree();
    row["alerts"] = JsonTree::array();
    for (const Alert& alert : patient.alerts) row["alerts"].push_back(json_of(alert, table));
    return row;
}

constexpr int gravest = 4;  // that follows from findings

JsonTree not_known() { return {{"grade", JsonTree()}, {"at_least", 0}, {"at_most", gravest}}; }

// Of whom nothing is answered: nothing is known, and each grade may be.
JsonTree unavailable_row(const std::string& patient) {
    JsonTree row{{"patient", patient}, {"unavailable", true}};
    for (const char* name : {"bed", "birth_date", "as_of", "therapy", "day"}) row[name] = JsonTree();
    row["crs"] = not_known();
    row["crs"]["treat_as"] = 0;
    row["crs"]["under_treatment"] = false;
    row["icans"] = not_known();
    row["hlh"] = "unknown";
    row["next"] =
        "UNAVAILABLE: what is kept of this patient is damaged, and nothing is answered; go by the hospital's own chart";
    row["due"] = JsonTree();
    row["unit"] = JsonTree();
    row["opened_by"] = JsonTree::array();
    row["charts_joined_at"] = JsonTree();
    row["alerts"] = JsonTree::array();
    return row;
}

std::vector<const WardPatient*> most_urgent_first(const LiveWard& ward, const BoardView& view) {
    std::vector<const WardPatient*> order;
    for (const auto& [id, patient] : ward.patients()) {
        if (!view.shows || view.shows(patient)) order.push_back(&ward.shown(patient));
    }
    put_most_urgent_first(order);
    return order;
}

// Two units may have a bed of the same name, and then the unit's stands beside it.
class BedNames {
public:
    explicit BedNames(const std::vector<const WardPatient*>& shown) {
        for (const WardPatient* patient : shown) units_[patient->record->bed()].insert(patient->unit);
    }

    std::string of(const WardPatient& patient) const {
        const std::string& bed = patient.record->bed();
        const bool alone = bed.empty() || patient.unit.empty() || units_.at(bed).size() == 1;
        return alone ? bed : bed + ", " + patient.unit;
    }

private:
    std::map<std::string, std::set<std::string>> units_;
};

}  // namespace

std::string ward_json(const LiveWard& ward, const BoardView& view) {
    JsonTree board = JsonTree::array();
    for (const std::string& patient : ward.shown_unavailable()) board.push_back(unavailable_row(patient));
    for (const WardPatient* patient : most_urgent_first(ward, view)) {
        board.push_back(row_of(*patient, view.opened, ward.knowledge().alarms));
    }
    return written(board);
}

std::string kiosk_json(const LiveWard& ward, const BoardView& view) {
    JsonTree board = JsonTree::array();
    for (std::size_t i = 0; i < ward.shown_unavailable().size(); ++i) {
        board.push_back({{"bed", JsonTree()},
                         {"unavailable", true},
                         {"crs", not_known()},
                         {"icans", not_known()},
                         {"newest_fact", JsonTree()}});
    }
    const std::vector<const WardPatient*> shown = most_urgent_first(ward, view);
    const BedNames beds(shown);
    for (const WardPatient* patient : shown) {
        const auto& facts = patient->timeline().facts();
        board.push_back({{"bed", or_null(beds.of(*patient))},
                         {"crs", json_of(patient->assessment.crs)},
                         {"icans", json_of(patient->assessment.icans)},
                         {"newest_fact", facts.empty() ? JsonTree() : JsonTree(to_text(facts.back().at))}});
    }
    return written(board);
}

std::string kiosk_alerts_json(const LiveWard& ward, const BoardView& view, const MayAnswer& may_answer) {
    JsonTree told = JsonTree::array();
    const auto tell = [&](const Alert& alert, const std::string& bed) {
        if (alert.state == AlertState::declined || alert.number == 0 || !may_answer(alert)) return;
        JsonTree json{{"id", alert.number},
                      {"bed", or_null(bed)},
                      {"priority", name_of(alert.priority)},
                      {"shown_as", name_of(shown_priority(alert))},
                      {"state", state_names.at(static_cast<std::size_t>(alert.state))}};
        if (alert.patient.empty()) json["text"] = text_of(alert);
        told.push_back(std::move(json));
    };
    const std::vector<const WardPatient*> shown = most_urgent_first(ward, view);
    const BedNames beds(shown);
    for (const WardPatient* patient : shown) {
        for (const Alert& alert : patient->alerts) tell(alert, beds.of(*patient));
    }
    for (const Alert& alert : ward.own_alerts()) tell(alert, {});
    return written({{"alerts", told}});
}

std::string technical_json(const LiveWard& ward) {
    JsonTree technical = JsonTree::array();
    for (const Alert& alert : ward.own_alerts()) technical.push_back(json_of(alert, ward.knowledge().alarms));
    return written({{"technical", technical}});
}

std::string alert_json(const Alert& alert) { return written(json_of(alert)); }

std::string alert_json(const Alert& alert, const AlarmTable& table) { return written(json_of(alert, table)); }

std::string moved_json(const MoveOfPatient& move) {
    return written({{"patient", move.patient},
                    {"at", to_text(move.at)},
                    {"unit", or_null(move.unit)},
                    {"unit_before", or_null(move.unit_before)}});
}

std::string opened_json(const Cosign& cosign, Instant now) {
    return written({{"patient", cosign.patient}, {"at", to_text(now)}, {"opened_by", json_of_opening(cosign)}});
}

std::string presence_json(const std::string& patient, bool left, Instant at) {
    return written({{"patient", patient}, {"left", left}, {"at", to_text(at)}});
}

}  // namespace stormkeel
