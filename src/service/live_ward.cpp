// Lets the records in, answers beside what was answered, and puts the answers in place once all of it is kept.
#include "service/live_ward.h"

#include <algorithm>

#include "adapters/assessment_json.h"
#include "adapters/assessment_text_advice.h"
#include "service/missed_time.h"
#include "service/ward_json.h"
#include "service/wrong_patient.h"
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
    const bool is_row = incoming.form == RecordForm::chart_row;
    if (const auto fact = is_row ? charted_fact(incoming.text) : std::nullopt)
        record.effective = parse_instant(fact->time).value_or(never);
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

// In the place of the row of the same alert.
void put_row(std::vector<Alert>& rows, const Alert& row) {
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const Alert& each) { return each.number == row.number; });
    same == rows.end() ? rows.push_back(row) : void(*same = row);
}

}  // namespace

Stored<Done> LiveWard::open(Instant now) {
    const auto numbers = store_.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return *problem;
    last_ = std::get<LastNumbers>(numbers);
    const auto first = store_.events_after(0, 1);
    if (const auto* problem = std::get_if<StoreProblem>(&first)) return *problem;
    const auto& events = std::get<std::vector<WardEvent>>(first);
    if (!events.empty()) pruned_ = events.front().number - 1;
    if (const auto problem = read_audit()) return *problem;
    read_damage(now);
    if (const auto problem = read_cosigns(now)) return *problem;
    if (const auto problem = read_accounts()) return *problem;
    const auto alerts = store_.open_alerts();
    if (const auto* problem = std::get_if<StoreProblem>(&alerts)) return *problem;
    // Whoever has an open alert has not left, whatever the audit says.
    for (const Alert& alert : std::get<std::vector<Alert>>(alerts)) left_.remove(pseudonyms_.of(alert.patient));
    if (const auto problem = read_records()) return *problem;
    set_damaged_aside();
    // Not yet answered for, so that time has to pass for them at once.
    for (const std::string& id : record_.changed()) patients_[id] = {record_.patient(id), {}, 0, {}, never};
    for (const Alert& alert : std::get<std::vector<Alert>>(alerts)) {
        if (alert.patient.empty()) own_alerts_.push_back(alert);
        const auto owner = patients_.find(alert.patient);
        if (owner != patients_.end()) owner->second.alerts.push_back(alert);
    }
    if (const auto problem = read_last_answers(now)) return *problem;
    const auto told = tell_damage(damage_.rows, now);
    if (std::holds_alternative<StoreProblem>(told)) return told;
    // Whatever the clock says, it is not before what was answered.
    return pass_time(std::max(now, latest_kept_));
}

// The answer that was given last, from which on nobody has looked.
std::optional<StoreProblem> LiveWard::read_last_answer(const std::string& id, Instant now, bool& same) {
    const auto read = store_.last_assessment(id);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    const auto& kept = std::get<std::optional<KeptAssessment>>(read);
    if (!kept) return std::nullopt;
    WardPatient& patient = patients_.find(id)->second;
    patient.assessment = patient.record->assess(knowledge_.guideline, kept->as_of, kept->clock_doubt);
    patient.answer = kept->number;
    tell_grades_apart(patient.alerts, alarms_on(patient.assessment, std::nullopt, knowledge_.alarms));
    if (kept->guideline != knowledge_.guideline.at(now).fingerprint) ++answered_by_other_packs_;
    note_last_answer(*kept);
    if (who_is_who_is_open_ && kept->guideline == patient.assessment.fingerprint) {
        same = digest_of({assessment_json(patient.assessment, RejectedRecords::listed)}) == kept->digest;
    }
    return std::nullopt;
}

void LiveWard::note_last_answer(const KeptAssessment& kept) {
    if (kept.number > newest_answer_) clock_doubt_ = kept.clock_doubt;
    newest_answer_ = std::max(newest_answer_, kept.number);
    latest_kept_ = std::max(latest_kept_, kept.as_of);
}

// Of those who have left the last answer alone counts, by its time.
std::optional<StoreProblem> LiveWard::read_records() {
    const auto read = store_.patients();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    const auto& patients = std::get<std::vector<std::string>>(read);
    left_.learn(patients, [&](std::string_view patient) { return pseudonyms_.of(patient); });
    std::vector<std::string> present;
    for (const std::string& patient : patients) {
        if (left_.empty() || left_.find(pseudonyms_.of(patient)) == nullptr) {
            present.push_back(patient);
            continue;
        }
        const auto last = store_.last_assessment(patient);
        if (const auto* problem = std::get_if<StoreProblem>(&last)) return *problem;
        if (const auto& kept = std::get<std::optional<KeptAssessment>>(last)) note_last_answer(*kept);
    }
    return read_records_of(present);
}

// In order of arrival: what one record says of who is who another may change.
std::optional<StoreProblem> LiveWard::read_records_of(const std::vector<std::string>& patients) {
    std::vector<Record> records;
    for (const std::string& patient : patients) {
        const auto read = store_.each_record(patient, [&](const Record& record) {
            digests_.emplace(name_of_version(record.source, record.version), digest_of({record.text}));
            if (!is_damaged(record)) records.push_back(record);
        });
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    }
    std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.number < b.number; });
    for (Record& record : records) record_.add(std::move(record));
    return std::nullopt;
}

// The patient with a new answer; the one that stands is left as it is until this one is kept.
WardPatient LiveWard::answer_for(const std::string& id, Instant now, Batch& batch, const TakenBack& taken_back) {
    WardPatient patient;
    patient.record = record_.patient(id);
    patient.unit = patient.record->lying().unit;
    const Assessment* before = nullptr;
    if (const auto known = patients_.find(id); known != patients_.end()) {
        patient.alerts = shown(known->second).alerts;
        patient.came_back = known->second.came_back;
        const Assessment& answered = shown(known->second).assessment;
        if (answered.as_of != Instant{}) before = &answered;
    }
    if (const auto unkept = unkept_.find(id); unkept != unkept_.end())
        add_unkept(unkept->second, patient.alerts, now, batch);
    inherit_alerts(id, patient.alerts, batch);
    assess_again(patient, before, now, batch, taken_back);
    return patient;
}

// Who saw a patient because of the unit hears that they have gone from there.
void LiveWard::note_moves(const Patients& changed, const std::vector<std::string>& joined, Instant now,
                          Batch& batch) const {
    const auto note_move = [&](const std::string& id, const std::string& unit) {
        const auto before = patients_.find(id);
        if (before == patients_.end() || before->second.unit == unit) return;
        batch.events.push_back({0, "patient", id, moved_json({id, before->second.unit, unit, now})});
    };
    for (const auto& [id, patient] : changed) note_move(id, patient.unit);
    for (const std::string& id : joined) {
        const auto into = changed.find(record_.standing_for(id));
        if (into != changed.end()) note_move(id, into->second.unit);
    }
}

// Answers for the patient as of now and adds to the batch what has to be kept of it.
void LiveWard::assess_again(WardPatient& patient, const Assessment* before, Instant now, Batch& batch,
                            const TakenBack& taken_back) {
    const AlarmTable& table = knowledge_.alarms;
    std::vector<Alarm> missed;
    const auto answer_at = [&](Instant at) { return patient.record->assess(knowledge_.guideline, at, clock_doubt_); };
    if (before != nullptr) missed = alarms_missed(*before, now, {patient.timeline(), table, answer_at});
    patient.assessment = answer_at(now);
    const Assessment& answer = patient.assessment;
    std::vector<Alarm> told = told_by(patient.alerts);
    AlarmsNow alarms{answer.patient, now, {}, next_action_in_short(answer)};
    alarms.alarms = before == nullptr ? alarms_on(answer, std::nullopt, table)
                                      : alarms_after(grades_before(*before, told, table), missed, answer, table);
    // What only time made unknown goes on; what rested on a record that was taken back does not.
    if (taken_back.any && before != nullptr) told = told_without(told, alarms_on(*before, std::nullopt, table));
    alarms.alarms = alarms_held(std::move(alarms.alarms), told, answer, table);
    if (taken_back.any) {
        auto vain = withdrawn(acknowledged_in_vain(patient.alerts, alarms.alarms), table);
        if (vain) alarms.alarms.push_back(*std::move(vain));
        const auto wrong = told_of_wrong_patient(taken_back.of_another, *patient.record);
        add_wrong_patient(alarms.alarms, wrong, table);
        note_wrong_patient(wrong, answer, batch);
    }
    std::uint64_t next_number = next_alert_in(batch);
    for (const Alert& row : alert_rows(patient.alerts, alarms, table, next_number)) {
        put_row(patient.alerts, row);
        put_row(batch.alerts, row);
    }
    std::erase_if(patient.alerts, [](const Alert& alert) { return alert.state == AlertState::ended; });
    patient.wake = std::min(next_moment(answer, patient.timeline(), table), next_alert(patient.alerts, table));
    note(patient, batch);
}

void LiveWard::note(WardPatient& patient, Batch& batch) {
    const Assessment& answer = patient.assessment;
    std::string json = assessment_json(answer, RejectedRecords::listed);
    KeptAssessment kept;
    kept.number = last_.assessment + batch.assessments.size() + 1;
    kept.patient = answer.patient;
    kept.as_of = answer.as_of;
    kept.last_record = last_.record + batch.records.size();
    kept.guideline = answer.fingerprint;
    kept.digest = digest_of({json});
    kept.clock_doubt = answer.clock_doubt;
    patient.answer = kept.number;
    batch.assessments.push_back(std::move(kept));
    batch.events.push_back({0, "assessment", answer.patient, std::move(json)});
}

// Numbers what is told of, keeps it, and counts on only when it is kept.
Stored<Done> LiveWard::commit(Batch batch) {
    for (const Alert& alert : batch.alerts)
        batch.events.push_back({0, "alert", alert.patient, alert_json(alert, knowledge_.alarms)});
    for (std::size_t i = 0; i < batch.events.size(); ++i) batch.events[i].number = last_.event + i + 1;
    for (std::size_t i = 0; i < batch.audit.size(); ++i) batch.audit[i].number = last_.audit + i + 1;
    complete_audit(batch);
    auto kept = store_.commit(batch);
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    if (on_kept_) on_kept_();
    last_.record += batch.records.size();
    last_.assessment += batch.assessments.size();
    last_.event += batch.events.size();
    last_.audit += batch.audit.size();
    last_.alert_row += batch.alerts.size();
    last_.account_row += batch.accounts.size();
    last_.cosign_row += batch.cosigns.size();
    for (const Alert& alert : batch.alerts) {
        if (alert.number > last_.alert && !alert.patient.empty()) ++raised_[alert.condition];
    }
    for (const Alert& alert : batch.alerts) last_.alert = std::max(last_.alert, alert.number);
    for (const Account& account : batch.accounts) account_versions_[account.name] = version_of(account);
    for (const Cosign& cosign : batch.cosigns) {
        last_.cosign = std::max(last_.cosign, cosign.number);
        cosigns_[cosign.number] = cosign;
    }
    return kept;
}

// Whether a record came for the first time; what became of it is added to `taken`.
bool LiveWard::is_new(const Incoming& incoming, Taken& taken, Digests& digests) const {
    const std::string digest = digest_of({incoming.text});
    const std::string name = name_of_version(incoming.source, version_of(incoming));
    const auto before = digests_.find(name);
    const auto place = before == digests_.end() ? digests.emplace(name, digest) : std::pair(before, false);
    taken.records.push_back(outcome_of(place.second, place.first->second == digest, incoming));
    return place.second;
}

bool LiveWard::is_kept(const Incoming& incoming) const {
    return digests_.contains(name_of_version(incoming.source, version_of(incoming)));
}

bool LiveWard::conflicts(const Incoming& incoming) const {
    const auto before = digests_.find(name_of_version(incoming.source, version_of(incoming)));
    return before != digests_.end() && before->second != digest_of({incoming.text});
}

Stored<Taken> LiveWard::take(std::span<const Incoming> records, Instant now) { return take_all({records}, now); }

Stored<Taken> LiveWard::take_all(Taking taking, Instant now) {
    const std::span<const Incoming> records = taking.records;
    const auto called = call_back_for(records, now);
    if (const auto* problem = std::get_if<StoreProblem>(&called)) return *problem;
    Taken taken;
    Batch batch = std::move(taking.with);
    Digests digests;
    for (const Incoming& incoming : records) {
        if (!is_new(incoming, taken, digests)) continue;
        Record record = record_of(incoming, version_of(incoming), now);
        record.number = last_.record + batch.records.size() + 1;
        batch.records.push_back(record);
        record_.add(std::move(record), incoming.alone.get());
    }
    if (batch.records.empty()) return taken;
    const std::uint64_t first = last_.record + 1;
    if (taking.holds && !taking.holds()) {
        take_back_from(first);
        return Taken{};
    }
    Patients changed;
    const std::set<std::string> taken_back = record_.taken_back();
    TakenBack of_theirs{false, record_.of_another()};
    for (const std::string& id : record_.changed()) {
        of_theirs.any = taken_back.contains(id);
        changed.emplace(id, answer_for(id, now, batch, of_theirs));
    }
    const std::vector<std::string> joined = end_joined(now, batch);
    note_moves(changed, joined, now, batch);
    for (std::size_t i = 0; i < records.size(); ++i) {
        Taken::One& one = taken.records[i];
        if (one.outcome != Taken::Outcome::kept) continue;
        const auto patient = changed.find(record_.standing_for(records[i].patient));
        if (patient != changed.end()) one.why = why_rejected(patient->second.timeline(), records[i].source);
        if (!one.why.empty()) one.outcome = Taken::Outcome::rejected;
    }
    const auto kept = commit(std::move(batch));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) {
        take_back_from(first);
        return *problem;
    }
    for (const std::string& id : joined) {
        patients_.erase(id);
        unkept_.erase(id);
    }
    put_in_place(std::move(changed));
    digests_.merge(digests);
    return taken;
}

void LiveWard::take_back_from(std::uint64_t number) {
    record_.take_back_from(number);
    for (auto& [id, each] : patients_) each.record = &record_.held(id);
    for (auto& [id, each] : unkept_) each.patient.record = &record_.held(id);
}

void LiveWard::put_in_place(Patients changed) {
    for (auto& [id, each] : changed) {
        unkept_.erase(id);
        patients_.insert_or_assign(id, std::move(each));
    }
}

void LiveWard::forget(const std::set<std::string>& names) {
    for (const std::string& name : names) {
        if (const PatientRecord* record = record_.patient(name)) {
            for (const Record& each : record->records()) digests_.erase(name_of_version(each.source, each.version));
        }
        patients_.erase(name);
        unkept_.erase(name);
    }
    record_.forget(names);
}

Stored<Done> LiveWard::pass_time(Instant now) {
    return answer_again(now, [&](const WardPatient& each) {
        // What is from the future is from before the clock was set back.
        return each.wake <= now || each.assessment.as_of > now || is_from_the_future(each.alerts, now);
    });
}

Stored<Done> LiveWard::doubt_clock(Duration doubt, Instant now) {
    if (doubt == clock_doubt_) return Done{};
    const Duration before = std::exchange(clock_doubt_, doubt);
    auto kept = answer_again(now, [](const WardPatient&) { return true; });
    if (std::holds_alternative<StoreProblem>(kept)) clock_doubt_ = before;
    return kept;
}

Stored<Done> LiveWard::answer_again(Instant now, const std::function<bool(const WardPatient&)>& is_due) {
    Batch batch;
    Patients changed;
    for (const auto& [id, each] : patients_) {
        if (unkept_.contains(id) || is_due(each)) changed.emplace(id, answer_for(id, now, batch));
    }
    if (changed.empty()) return Done{};
    const std::vector<Alert> rows = batch.alerts;
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<Done>(kept)) {
        put_in_place(std::move(changed));
    } else {
        hold_unkept(changed, rows);
    }
    return kept;
}

Instant LiveWard::next_wake() const {
    Instant next = forever;
    for (const auto& [id, each] : patients_) next = std::min(next, each.wake);
    return next;
}

const WardPatient* LiveWard::patient(std::string_view id) const {
    const auto found = patients_.find(record_.standing_for(id));
    return found == patients_.end() ? nullptr : &found->second;
}

}  // namespace stormkeel
