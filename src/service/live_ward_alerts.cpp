// What persons answer to alerts, and the alerts of the ward itself.
#include <algorithm>

#include "service/live_ward.h"
#include "service/missed_time.h"

namespace stormkeel {

namespace {

Alert* numbered(std::vector<Alert>& alerts, std::uint64_t number) {
    const auto found =
        std::find_if(alerts.begin(), alerts.end(), [&](const Alert& alert) { return alert.number == number; });
    return found == alerts.end() ? nullptr : &*found;
}

// Each row takes the place of the one before it; what has ended is gone.
void put(std::vector<Alert>& alerts, const std::vector<Alert>& rows) {
    for (const Alert& row : rows) {
        Alert* same = numbered(alerts, row.number);
        if (same == nullptr) {
            alerts.push_back(row);
        } else {
            *same = row;
        }
    }
    std::erase_if(alerts, [](const Alert& alert) { return alert.state == AlertState::ended; });
}

}  // namespace

const Alert* LiveWard::open_alert(std::uint64_t number) const {
    const auto in = [&](const std::vector<Alert>& alerts) {
        const auto found =
            std::find_if(alerts.begin(), alerts.end(), [&](const Alert& alert) { return alert.number == number; });
        return found == alerts.end() ? nullptr : &*found;
    };
    for (const auto& [id, each] : patients_) {
        if (const Alert* found = in(each.alerts)) return found;
    }
    return in(own_alerts_);
}

Stored<std::optional<Alert>> LiveWard::answer(const AlertAnswer& answer, Instant now) {
    const Alert* open = open_alert(answer.alert);
    if (open == nullptr) return std::optional<Alert>();
    const Alert row = alert_answered(*open, answer, now);
    Batch batch;
    batch.alerts.push_back(row);
    batch.audit.push_back(audit_of(answer, now));
    batch.audit.back().context = changed_object(version_of(*open), version_of(row));
    const auto kept = commit(std::move(batch));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    put_rows({row});
    return std::optional(row);
}

// Once they are kept.
void LiveWard::put_rows(const std::vector<Alert>& rows) {
    for (const Alert& row : rows) {
        if (row.patient.empty()) {
            put(own_alerts_, {row});
            continue;
        }
        unkept_.erase(row.patient);  // reckoned without what a person has said of it
        WardPatient& owner = patients_.find(row.patient)->second;
        put(owner.alerts, {row});
        owner.wake = std::min(next_moment(owner.assessment, owner.timeline(), knowledge_.alarms),
                              next_alert(owner.alerts, knowledge_.alarms));
    }
}

void LiveWard::disown(const EndedShift& shift, Instant now, Batch& batch) const {
    const auto disown_in = [&](const std::vector<Alert>& alerts) {
        for (const Alert& alert : alerts) {
            if (alert.state != AlertState::acknowledged || alert.by != shift.name) continue;
            const Alert row = disowned(alert, shift.why, std::max(shift.since, alert.changed_at), now);
            batch.alerts.push_back(row);
            batch.audit.push_back({0, now, "ward", "acknowledgement end",
                                   "alert " + std::to_string(alert.number) + ": " + shift.why,
                                   changed_object(version_of(alert), version_of(row))});
        }
    };
    for (const auto& [id, each] : patients_) disown_in(each.alerts);
    disown_in(own_alerts_);
}

Stored<Done> LiveWard::commit_disowning(Batch batch) {
    const std::vector<Alert> rows = batch.alerts;
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<Done>(kept)) put_rows(rows);
    return kept;
}

Stored<Done> LiveWard::tell_of_itself(const std::vector<Alarm>& alarms, const std::vector<AuditEntry>& audit,
                                      Instant now) {
    std::uint64_t next_number = last_.alert + 1;
    Batch batch;
    batch.audit = audit;
    batch.alerts = alert_rows(own_alerts_, {"", now, alarms, ""}, knowledge_.alarms, next_number);
    const std::vector<Alert> rows = batch.alerts;
    not_kept_.clear();
    if (rows.empty() && audit.empty()) return Done{};
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<Done>(kept)) {
        put(own_alerts_, rows);
        return kept;
    }
    // It is told all the same, also that what is open already became graver; but not that it ended.
    for (Alert row : rows) {
        if (row.state == AlertState::ended) continue;
        if (numbered(own_alerts_, row.number) == nullptr) row.number = 0;
        not_kept_.push_back(std::move(row));
    }
    return kept;
}

std::vector<Alert> LiveWard::own_alerts() const {
    std::vector<Alert> all = own_alerts_;
    for (const Alert& row : not_kept_) {
        const auto kept = std::find_if(all.begin(), all.end(),
                                       [&](const Alert& each) { return row.number != 0 && each.number == row.number; });
        kept == all.end() ? all.push_back(row) : void(*kept = row);
    }
    return all;
}

Stored<Done> LiveWard::keep_audit(AuditEntry entry) {
    Batch batch;
    batch.audit.push_back(std::move(entry));
    return commit(std::move(batch));
}

}  // namespace stormkeel
