// Changes copies of the patients concerned, and puts them in place once all of it is kept.
#include "service/live_ward.h"

#include <algorithm>

#include "adapters/assessment_json.h"
#include "adapters/assessment_text_advice.h"
#include "service/alert_rows.h"
#include "service/ward_json.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

std::string name_of_version(std::string_view source, std::string_view version) {
    std::string name(source);
    return name.append(1, '\n').append(version);
}

Record record_of(const Incoming& incoming, const std::string& version, Instant now) {
    Record record;
    record.patient = incoming.patient;
    record.form = incoming.form;
    record.source = incoming.source;
    record.version = version;
    record.received = now;
    record.text = incoming.text;
    if (const auto fact = charted_fact(incoming.text)) record.effective = parse_instant(fact->time).value_or(never);
    return record;
}

Taken::One outcome_of(bool is_new, bool same_text, const Incoming& incoming) {
    if (is_new) return {Taken::Outcome::kept, {}};
    if (same_text) return {Taken::Outcome::repeated, {}};
    return {Taken::Outcome::conflicting, "this version of " + incoming.source +
                                             " came before with another content; a correction needs a new version"};
}

std::string why_rejected(const Timeline& timeline, const std::string& source) {
    for (const Rejection& rejection : timeline.rejected()) {
        if (rejection.where == source) return rejection.what + ": " + rejection.why;
    }
    return {};
}

}  // namespace

Batch account_batch(const Account& account, const std::string& by, Instant now) {
    Batch batch;
    batch.accounts.push_back(account);
    batch.audit.push_back(
        {0, now, by, account.credential.empty() ? "account close" : "account open", account.role + ' ' + account.name});
    return batch;
}

Stored<Done> LiveWard::open(Instant now) {
    const auto numbers = store_.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return *problem;
    last_ = std::get<LastNumbers>(numbers);
    const auto read = store_.each_record("", [&](const Record& record) {
        digests_.emplace(name_of_version(record.source, record.version), digest_of({record.text}));
        const auto place = patients_.try_emplace(record.patient, record.patient);
        place.first->second.record.add(record);
    });
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    if (const auto problem = read_feedback()) return *problem;
    const auto alerts = store_.open_alerts();
    if (const auto* problem = std::get_if<StoreProblem>(&alerts)) return *problem;
    for (const Alert& alert : std::get<std::vector<Alert>>(alerts)) {
        const auto owner = patients_.find(alert.patient);
        if (owner != patients_.end()) owner->second.alerts.push_back(alert);
    }
    for (auto& [id, patient] : patients_) {
        patient.timeline = patient.record.timeline(knowledge_.terminology);
        patient.wake = never;
    }
    return pass_time(now);
}

// Answers for the patient as of now and adds to the batch what has to be kept of it.
void LiveWard::assess_again(WardPatient& patient, Instant now, Batch& batch) {
    const bool first = patient.assessment.as_of == Instant{};
    const auto before = first ? std::nullopt : std::optional(patient.assessment.crs.at_least);
    patient.assessment = assess(patient.timeline, knowledge_.guideline, now);
    const Assessment& answer = patient.assessment;
    const AlarmsNow alarms{answer.patient, now, alarms_on(answer, before, knowledge_.alarms),
                           next_action_in_short(answer)};
    std::uint64_t next_number = last_.alert + 1;
    for (const Alert& alert : batch.alerts) next_number = std::max(next_number, alert.number + 1);
    for (Alert& row : alert_rows(patient.alerts, alarms, knowledge_.alarms, next_number)) {
        const auto same = std::find_if(patient.alerts.begin(), patient.alerts.end(),
                                       [&](const Alert& alert) { return alert.number == row.number; });
        if (same == patient.alerts.end()) {
            patient.alerts.push_back(row);
        } else {
            *same = row;
        }
        batch.alerts.push_back(std::move(row));
    }
    std::erase_if(patient.alerts, [](const Alert& alert) { return alert.state == AlertState::ended; });
    patient.wake = std::min(
        {answer.changes_at, next_alarm(answer, knowledge_.alarms), next_alert(patient.alerts, knowledge_.alarms)});
    note(patient, batch);
}

void LiveWard::note(const WardPatient& patient, Batch& batch) {
    const Assessment& answer = patient.assessment;
    const std::string json = assessment_json(answer, RejectedRecords::listed);
    KeptAssessment kept;
    kept.number = last_.assessment + batch.assessments.size() + 1;
    kept.patient = answer.patient;
    kept.as_of = answer.as_of;
    kept.last_record = patient.record.records().empty() ? 0 : patient.record.records().back().number;
    kept.guideline = answer.fingerprint;
    kept.digest = digest_of({json});
    batch.assessments.push_back(std::move(kept));
    batch.events.push_back({0, "assessment", answer.patient, json});
}

// Numbers what is told of, keeps it, and counts on only when it is kept.
Stored<Done> LiveWard::commit(Batch batch) {
    for (const Alert& alert : batch.alerts) batch.events.push_back({0, "alert", alert.patient, alert_json(alert)});
    for (std::size_t i = 0; i < batch.events.size(); ++i) batch.events[i].number = last_.event + i + 1;
    for (std::size_t i = 0; i < batch.audit.size(); ++i) batch.audit[i].number = last_.audit + i + 1;
    auto kept = store_.commit(batch);
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    last_.record += batch.records.size();
    last_.assessment += batch.assessments.size();
    last_.event += batch.events.size();
    last_.audit += batch.audit.size();
    for (const Alert& alert : batch.alerts) last_.alert = std::max(last_.alert, alert.number);
    return kept;
}

Stored<Taken> LiveWard::take(std::span<const Incoming> records, Instant now) {
    Taken taken;
    Batch batch;
    std::map<std::string, WardPatient, std::less<>> changed;
    Digests digests;
    for (const Incoming& incoming : records) {
        const std::string digest = digest_of({incoming.text});
        const std::string version = incoming.version.empty() ? digest : incoming.version;
        const std::string name = name_of_version(incoming.source, version);
        const auto before = digests_.find(name);
        const auto place = before == digests_.end() ? digests.emplace(name, digest) : std::pair(before, false);
        taken.records.push_back(outcome_of(place.second, place.first->second == digest, incoming));
        if (!place.second) continue;
        Record record = record_of(incoming, version, now);
        record.number = last_.record + batch.records.size() + 1;
        const WardPatient* known = patient(incoming.patient);
        auto owner = changed.find(incoming.patient);
        if (owner == changed.end()) {
            owner = changed.emplace(incoming.patient, known != nullptr ? *known : WardPatient(incoming.patient)).first;
        }
        owner->second.record.add(record);
        batch.records.push_back(std::move(record));
    }
    for (auto& [id, each] : changed) {
        each.timeline = each.record.timeline(knowledge_.terminology);
        assess_again(each, now, batch);
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        Taken::One& one = taken.records[i];
        if (one.outcome != Taken::Outcome::kept) continue;
        one.why = why_rejected(changed.find(records[i].patient)->second.timeline, records[i].source);
        if (!one.why.empty()) one.outcome = Taken::Outcome::rejected;
    }
    if (batch.records.empty()) return taken;
    const auto kept = commit(std::move(batch));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
    for (auto& [id, each] : changed) patients_.insert_or_assign(id, std::move(each));
    digests_.merge(digests);
    return taken;
}

Stored<Done> LiveWard::pass_time(Instant now) {
    Batch batch;
    std::map<std::string, WardPatient, std::less<>> changed;
    for (const auto& [id, each] : patients_) {
        if (each.wake > now) continue;
        WardPatient copy = each;
        assess_again(copy, now, batch);
        changed.emplace(id, std::move(copy));
    }
    if (changed.empty()) return Done{};
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    for (auto& [id, each] : changed) patients_.insert_or_assign(id, std::move(each));
    return kept;
}

Instant LiveWard::next_wake() const {
    Instant next = forever;
    for (const auto& [id, each] : patients_) next = std::min(next, each.wake);
    return next;
}

Stored<std::optional<Alert>> LiveWard::answer(const AlertAnswer& answer, Instant now) {
    for (auto& [id, each] : patients_) {
        const auto found = std::find_if(each.alerts.begin(), each.alerts.end(),
                                        [&](const Alert& alert) { return alert.number == answer.alert; });
        if (found == each.alerts.end()) continue;
        const bool declines = answer.state == AlertState::declined;
        const Alert row =
            declines ? declined(*found, answer.by, answer.reason, now) : acknowledged(*found, answer.by, now);
        Batch batch;
        batch.alerts.push_back(row);
        batch.audit.push_back(
            {0, now, answer.by, declines ? "decline" : "acknowledge", "alert " + std::to_string(answer.alert)});
        const auto kept = commit(std::move(batch));
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
        *found = row;
        if (row.state == AlertState::ended) each.alerts.erase(found);
        each.wake = std::min({each.assessment.changes_at, next_alarm(each.assessment, knowledge_.alarms),
                              next_alert(each.alerts, knowledge_.alarms)});
        return std::optional(row);
    }
    return std::optional<Alert>();
}

namespace {

constexpr std::string_view feedback_action = "cds feedback ";

std::string audit_object(const CdsFeedback& one) {
    std::string text = one.key + " card " + one.card;
    if (!one.reason_code.empty()) text += " reason " + one.reason_code;
    return text;
}

}  // namespace

Stored<Done> LiveWard::keep_feedback(std::span<const CdsFeedback> feedback, const std::string& by, Instant now) {
    Batch batch;
    std::set<std::string, std::less<>> keys;
    for (const CdsFeedback& one : feedback) {
        if (feedback_.contains(one.key) || !keys.insert(one.key).second) continue;
        batch.audit.push_back(
            {0, now, by, std::string(feedback_action) + std::string(name_of(one.outcome)), audit_object(one)});
    }
    if (batch.audit.empty()) return Done{};
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<Done>(kept)) feedback_.merge(keys);
    return kept;
}

std::optional<StoreProblem> LiveWard::read_feedback() {
    for (std::uint64_t last = 0;;) {
        const auto read = store_.audit_after(last, 1000);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& entries = std::get<std::vector<AuditEntry>>(read);
        if (entries.empty()) return std::nullopt;
        for (const AuditEntry& entry : entries) {
            if (entry.action.starts_with(feedback_action))
                feedback_.insert(entry.object.substr(0, entry.object.find(' ')));
        }
        last = entries.back().number;
    }
}

Stored<Done> LiveWard::keep_account(const Account& account, const std::string& by, Instant now) {
    return commit(account_batch(account, by, now));
}

const WardPatient* LiveWard::patient(std::string_view id) const {
    const auto found = patients_.find(id);
    return found == patients_.end() ? nullptr : &found->second;
}

}  // namespace stormkeel
