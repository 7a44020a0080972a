// Who leaves the ward and who comes back: the audit and the events tell of both, in the commit in which it happens.
#include <algorithm>

#include "service/live_ward.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

constexpr Duration between_looks = hours(1);
// Somebody who was only looked at leaves again after this.
constexpr Duration stay_of_who_came_back = hours(24);

AuditEntry audit_of(const LeftTogether& left, std::string_view action, Instant now) {
    return {0, now, "stormkeel", std::string(action), audit_object(left)};
}

WardEvent event_of(const std::string& patient, bool left, Instant now) {
    return {0, "patient", patient, presence_json(patient, left, now)};
}

bool waits_for_nobody(const std::vector<Alert>& alerts) {
    return std::all_of(alerts.begin(), alerts.end(),
                       [](const Alert& alert) { return alert.state == AlertState::declined; });
}

}  // namespace

// What belongs to no patient never leaves, nor who was named with it.
bool LiveWard::may_leave(const std::set<std::string>& names, Duration after, Instant now) const {
    if (names.contains("")) return false;
    for (const std::string& name : names) {
        const PatientRecord* record = record_.patient(name);
        const bool has_news =
            record != nullptr && !record->records().empty() && record->records().back().received + after > now;
        if (has_news) return false;
        const auto patient = patients_.find(name);
        if (patient == patients_.end()) continue;
        const WardPatient& known = patient->second;
        if (!waits_for_nobody(known.alerts) || known.came_back + stay_of_who_came_back > now) return false;
        if (!record_.is_discharged(name)) return false;
    }
    return true;
}

// From which all of them who are here are seen; nothing: from several.
std::optional<std::string> LiveWard::one_unit_of(const std::set<std::string>& names) const {
    std::optional<std::string> unit;
    for (const std::string& name : names) {
        const auto patient = patients_.find(name);
        if (patient == patients_.end()) continue;
        if (unit && *unit != patient->second.seen_from()) return std::nullopt;
        unit = patient->second.seen_from();
    }
    return unit;
}

// An alert that was declined ends: should what it told of still hold when they come back, it is raised anew.
void LiveWard::note_leaving(const std::set<std::string>& names, Instant now, Batch& batch) const {
    for (const std::string& name : names) {
        const auto patient = patients_.find(name);
        if (patient == patients_.end()) continue;
        batch.events.push_back(event_of(name, true, now));
        for (Alert alert : patient->second.alerts) {
            alert.state = AlertState::ended;
            alert.changed_at = now;
            batch.alerts.push_back(std::move(alert));
        }
    }
}

Stored<Done> LiveWard::let_leave(Duration after, Instant now) {
    if (after == Duration{} || now < next_look_) return Done{};
    next_look_ = now + between_looks;
    const Instant earliest = now - clock_doubt_;  // what has to be waited for counts from the earlier of two times
    Batch batch;
    std::set<std::string> all;
    std::vector<LeftTogether> leaving;
    for (const auto& [id, patient] : patients_) {
        // Cheap, and true of nearly all: the others named with them are looked for only after that.
        if (all.contains(id) || !may_leave({id}, after, earliest)) continue;
        const std::set<std::string> names = record_.named_with(id);
        if (!may_leave(names, after, earliest)) continue;
        LeftTogether together;
        together.unit = one_unit_of(names);
        for (const std::string& name : names) {
            together.names.push_back(pseudonyms_.of(name));
            const PatientRecord* record = record_.patient(name);
            if (record != nullptr && !record->records().empty()) together.patients.push_back(name);
        }
        batch.audit.push_back(audit_of(together, LeftPatients::leaves, now));
        note_leaving(names, now, batch);
        leaving.push_back(std::move(together));
        all.insert(names.begin(), names.end());
    }
    if (leaving.empty()) return Done{};
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    forget(all);
    for (LeftTogether& together : leaving) left_.add(std::move(together));
    return kept;
}

Stored<bool> LiveWard::call_back_for(std::span<const Incoming> records, Instant now) {
    if (left_.empty() && unavailable_.empty()) return false;
    const auto names = names_of(records);
    if (const auto* problem = std::get_if<StoreProblem>(&names)) return *problem;
    return call_back(std::get<std::set<std::string>>(names), now);
}

Stored<bool> LiveWard::call_back(const std::set<std::string>& names, Instant now) {
    if (is_unavailable(names)) return unavailable_problem();
    if (left_.empty()) return false;
    std::set<const LeftTogether*> called;
    for (const std::string& name : names) {
        if (const LeftTogether* together = left_.find(pseudonyms_.of(name))) called.insert(together);
    }
    if (called.empty()) return false;
    // What is on the disk is read again for them.
    const bool damaged = std::any_of(called.begin(), called.end(), [this](const LeftTogether* together) {
        return std::any_of(together->patients.begin(), together->patients.end(),
                           [this](const std::string& id) { return has_damaged_rows(id); });
    });
    if (damaged) return unavailable_problem();
    Batch batch;
    std::vector<std::string> patients;
    for (const LeftTogether* together : called) {
        patients.insert(patients.end(), together->patients.begin(), together->patients.end());
        batch.audit.push_back(audit_of(*together, LeftPatients::comes_back, now));
    }
    std::set<std::string> all;
    const auto read = read_records_of(patients);
    Patients back;
    for (const std::string& id : record_.changed()) back.emplace(id, answer_for(id, now, batch));
    for (const std::string& id : patients) all.merge(record_.named_with(id));
    for (const auto& [id, patient] : back) batch.events.push_back(event_of(id, false, now));
    const auto kept = read ? Stored<Done>(*read) : commit(std::move(batch));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) {
        forget(all);
        return *problem;
    }
    for (auto& [id, patient] : back) patient.came_back = now;
    put_in_place(std::move(back));
    const std::vector<const LeftTogether*> gone(called.begin(), called.end());
    for (const LeftTogether* together : gone) left_.remove(std::string(together->names.front()));
    return true;
}

}  // namespace stormkeel
