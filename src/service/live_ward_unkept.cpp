// What time brings while nothing can be kept: the clocks of the alerts run on in memory, and all is kept once it can
// be.
#include <algorithm>
#include <tuple>

#include "service/live_ward.h"
#include "service/ward_json.h"

namespace stormkeel {

namespace {

bool tells_the_same(const Alert& one, const Alert& other) {
    const auto all = [](const Alert& alert) {
        return std::tie(alert.condition, alert.priority, alert.state, alert.over, alert.told, alert.words, alert.text,
                        alert.raised_at, alert.changed_at);
    };
    return all(one) == all(other);
}

Alert* of_condition(std::vector<Alert>& alerts, const std::string& condition) {
    const auto found =
        std::find_if(alerts.begin(), alerts.end(), [&](const Alert& each) { return each.condition == condition; });
    return found == alerts.end() ? nullptr : &*found;
}

}  // namespace

const WardPatient& LiveWard::shown(const WardPatient& patient) const {
    const auto unkept = unkept_.find(patient.record->patient());
    return unkept == unkept_.end() ? patient : unkept->second.patient;
}

// To be kept now, with how late; what was never kept gets its number.
void LiveWard::add_unkept(const Unkept& unkept, std::vector<Alert>& alerts, Instant now, Batch& batch) const {
    for (Alert row : unkept.rows) {
        if (row.number == 0) row.number = next_alert_in(batch);
        if (row.changed_at + late_from <= now) row.late = std::max(row.late, now - row.changed_at);
        Alert* open = of_condition(alerts, row.condition);
        if (open != nullptr && row.state != AlertState::ended) *open = row;
        batch.alerts.push_back(std::move(row));
    }
}

// `rows` are all that would have been kept; those that were held before and tell the same are no news.
void LiveWard::hold_unkept(Patients& changed, const std::vector<Alert>& rows) {
    for (auto& [id, patient] : changed) {
        const auto known = patients_.find(id);
        Unkept next;
        Unkept& before = unkept_[id];
        for (Alert row : rows) {
            if (row.patient != id) continue;
            const bool is_kept =
                known != patients_.end() && std::any_of(known->second.alerts.begin(), known->second.alerts.end(),
                                                        [&](const Alert& each) { return each.number == row.number; });
            const auto held = std::find_if(before.rows.begin(), before.rows.end(),
                                           [&](const Alert& each) { return tells_the_same(each, row); });
            const bool is_news = held == before.rows.end();
            if (!is_news) row.late = held->late;
            Alert* open = of_condition(patient.alerts, row.condition);
            if (!is_kept) row.number = 0;
            if (open != nullptr && row.state != AlertState::ended) *open = row;
            if (is_news) unkept_news_.push_back({0, "alert", id, alert_json(row, knowledge_.alarms)});
            next.rows.push_back(std::move(row));
        }
        next.patient = std::move(patient);
        before = std::move(next);
    }
}

}  // namespace stormkeel
