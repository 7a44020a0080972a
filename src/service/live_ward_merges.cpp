// Two patients' records are joined or separated because two persons say so, by what a feed would have sent.
#include <algorithm>
#include <array>

#include "service/live_ward.h"

namespace stormkeel {

std::string LiveWard::why_no_merge(const Cosign& asked) const {
    const std::array<const std::string*, 2> ids{&asked.patient, &asked.object};
    for (const std::string* id : ids) {
        if (!can_be_named(*id)) return "an id is empty, or has characters that no message can carry";
        if (patient(*id) == nullptr) return "there is no patient '" + *id + "'";
    }
    if (asked.patient == asked.object) return "both ids are the same; name two";
    const std::string own = record_.standing_for(asked.patient);
    const bool joined = own == record_.standing_for(asked.object);
    if (asked.kind == unmerge_kind) return joined ? "" : "they are not joined; there is nothing to separate";
    if (joined) return "they are joined already";
    if (own != asked.patient) return "'" + asked.patient + "' is joined into '" + own + "' already; name that one";
    for (const std::string* id : ids) {
        const auto meant = record_.patient_of_identifier(*id);
        if (meant && *meant == record_.standing_for(*id)) continue;
        return "'" + *id + "' is an identifier of another patient, too; the source system has to join them";
    }
    return {};
}

bool LiveWard::is_merged_as(const Cosign& merge) const {
    const bool joined = record_.standing_for(merge.patient) == record_.standing_for(merge.object);
    return joined == (merge.kind == merge_kind);
}

// A feed's message names a patient by an identifier, and what came under it is found by no other.
Stored<std::optional<Cosign>> LiveWard::apply_merge(const Cosign& approved, Instant now) {
    if (!why_no_merge(approved).empty()) return std::nullopt;
    MergeNames names{record_.identifiers_of(approved.patient), approved.object};
    names.patient.push_back(approved.patient);
    const std::vector<std::string> of_other = record_.identifiers_of(approved.object);
    if (!of_other.empty()) names.into = of_other.front();
    const std::string source = approved.kind + ' ' + std::to_string(approved.number) + " asked by " + approved.by +
                               ", approved by " + approved.second;
    std::vector<Incoming> records;
    const std::string number = approved.kind + '-' + std::to_string(approved.number);
    for (std::string& text : merge_messages(names, approved.kind, number, now)) {
        Incoming& incoming = records.emplace_back();
        incoming.patient = record_.standing_for(approved.object);
        incoming.form = RecordForm::hl7v2;
        incoming.source = source + (records.size() > 1 ? ", part " + std::to_string(records.size()) : "");
        incoming.text = std::move(text);
    }
    const auto taken =
        take_all({records, cosign_batch(approved, approved.second, now), [&] { return is_merged_as(approved); }}, now);
    if (const auto* problem = std::get_if<StoreProblem>(&taken)) return *problem;
    return std::get<Taken>(taken).records.empty() ? std::nullopt : std::optional(approved);
}

std::uint64_t LiveWard::next_alert_in(const Batch& batch) const {
    std::uint64_t last = last_.alert;
    for (const Alert& alert : batch.alerts) last = std::max(last, alert.number);
    return last + 1;
}

// What waits for somebody waits on, and what somebody answered they answered for the same person.
void LiveWard::inherit_alerts(const std::string& id, std::vector<Alert>& alerts, Batch& batch) const {
    for (const std::string& joined : record_.joined_into(id)) {
        const auto patient = patients_.find(joined);
        if (joined == id || patient == patients_.end()) continue;
        for (const Alert& other : shown(patient->second).alerts) {
            auto own = std::find_if(alerts.begin(), alerts.end(),
                                    [&](const Alert& alert) { return alert.condition == other.condition; });
            if (own == alerts.end()) {
                own = alerts.insert(alerts.end(), other);
                own->number = next_alert_in(batch);
                own->patient = id;
            } else {
                *own = joined_alert(*own, other);
            }
            std::erase_if(batch.alerts, [&](const Alert& row) { return row.number == own->number; });
            batch.alerts.push_back(*own);
        }
    }
}

// Whoever was joined into another is no patient any more: what they were raised for the other has inherited. The other
// is among those who are answered for, so nobody else is looked at.
std::vector<std::string> LiveWard::end_joined(Instant now, Batch& batch) const {
    std::vector<std::string> joined;
    for (const KeptAssessment& answered : batch.assessments) {
        for (const std::string& id : record_.joined_into(answered.patient)) {
            const auto patient = patients_.find(id);
            if (id == answered.patient || patient == patients_.end()) continue;
            joined.push_back(id);
            for (Alert alert : patient->second.alerts) {
                alert.state = AlertState::ended;
                alert.changed_at = now;
                batch.alerts.push_back(std::move(alert));
            }
        }
    }
    return joined;
}

}  // namespace stormkeel
