// Of whom a row is damaged, nobody is answered for: neither for those who were joined with them, by whatever is left.
#include <algorithm>
#include <iterator>

#include "service/live_ward.h"
#include "service/record_names.h"

namespace stormkeel {

namespace {

// Who is who may have hung on it: whoever is left could be answered for without what is theirs.
bool tells_who_is_who(const Record& record) { return record.form == RecordForm::hl7v2 || is_patient_resource(record); }

}  // namespace

StoreProblem LiveWard::unavailable_problem() {
    return {StoreProblem::Kind::unavailable,
            "what is kept of this patient is damaged: nothing is answered and nothing taken for them until a backup is "
            "restored; go by the hospital's own chart"};
}

bool LiveWard::is_unavailable(const std::set<std::string>& names) const {
    return !unavailable_.empty() && std::any_of(names.begin(), names.end(), [this](const std::string& name) {
        return unavailable_.contains(name);
    });
}

Stored<bool> LiveWard::is_unavailable(const Incoming& incoming) const {
    if (unavailable_.empty()) return false;
    const auto names = names_of({&incoming, 1});
    if (const auto* problem = std::get_if<StoreProblem>(&names)) return *problem;
    return is_unavailable(std::get<std::set<std::string>>(names));
}

// After the audit was read, before the records are. Who left and is damaged is looked at with those who are there.
void LiveWard::read_damage(Instant now) {
    damage_.rows = store_.damaged();
    if (damage_.rows.empty()) return;
    damage_.since = now;
    for (const DamagedRow& row : damage_.rows) {
        for (const std::string& patient : row.patients) {
            if (patient.empty()) continue;
            unavailable_.insert(patient);
            const std::string name = pseudonyms_.of(patient);
            if (left_.find(name) == nullptr) shown_unavailable_.insert(patient);
            left_.remove(name);
        }
    }
}

// What a damaged record names is set aside too: it may have joined them.
bool LiveWard::is_damaged(const Record& record) {
    const bool damaged = std::any_of(damage_.rows.begin(), damage_.rows.end(), [&](const DamagedRow& row) {
        return row.table == "record" && row.row == record.number;
    });
    if (!damaged) return false;
    if (record.form == RecordForm::dead_letter) return true;
    who_is_who_is_open_ = who_is_who_is_open_ || tells_who_is_who(record);
    for (const std::string& name : record_.names_in(record)) unavailable_.insert(name);
    return true;
}

bool LiveWard::has_damaged_rows(const std::string& patient) const {
    return std::any_of(damage_.rows.begin(), damage_.rows.end(), [&](const DamagedRow& row) {
        return std::find(row.patients.begin(), row.patients.end(), patient) != row.patients.end();
    });
}

// With everybody who was ever named together with them.
void LiveWard::set_aside(std::set<std::string> names) {
    names.erase("");
    std::set<std::string> all = names;
    for (const std::string& name : names) all.merge(record_.named_with(name));
    all.erase("");  // what belongs to no patient stays
    for (const std::string& name : all) {
        const PatientRecord* record = record_.patient(name);
        const bool is_shown = record != nullptr && !record->records().empty() && record_.standing_for(name) == name;
        // Who left stays away from the board, and is told of when somebody asks for them.
        const bool was_there = patients_.contains(name) || !record_.is_discharged(name);
        if (is_shown && was_there) shown_unavailable_.insert(name);
        patients_.erase(name);
        unkept_.erase(name);
    }
    record_.forget(all);
    unavailable_.merge(all);
}

void LiveWard::set_damaged_aside() {
    unavailable_.erase("");
    if (!unavailable_.empty()) set_aside(unavailable_);
}

// When nobody knows who is who, whose last answer comes out otherwise than it was given has lost something.
std::optional<StoreProblem> LiveWard::read_last_answers(Instant now) {
    std::set<std::string> otherwise;
    for (const auto& [id, patient] : patients_) {
        bool same = true;
        if (const auto problem = read_last_answer(id, now, same)) return *problem;
        if (!same) otherwise.insert(id);
    }
    if (!otherwise.empty()) set_aside(otherwise);
    return std::nullopt;
}

Stored<Done> LiveWard::tell_damage(const std::vector<DamagedRow>& rows, Instant now) {
    if (rows.empty()) return Done{};
    Batch batch;
    for (const DamagedRow& row : rows) {
        std::string object = to_text(row);
        for (const std::string& patient : row.patients) {
            if (!patient.empty()) object += " patient " + pseudonyms_.of(patient);
        }
        batch.audit.push_back({0, now, "ward", "damage found", std::move(object)});
    }
    return commit(std::move(batch));
}

Stored<Done> LiveWard::note_damage(const std::vector<DamagedRow>& rows, const std::string& pages, Instant now) {
    std::vector<DamagedRow> news;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(news), [this](const DamagedRow& row) {
        return std::none_of(damage_.rows.begin(), damage_.rows.end(),
                            [&](const DamagedRow& known) { return known.table == row.table && known.row == row.row; });
    });
    const bool is_news = !news.empty() || (!pages.empty() && damage_.pages.empty());
    if (!is_news) return Done{};
    damage_.since = damage_.since == never ? now : damage_.since;
    damage_.rows.insert(damage_.rows.end(), news.begin(), news.end());
    damage_.pages = pages.empty() ? damage_.pages : pages;
    return tell_damage(news, now);
}

// Whom the records name, and who sent their sources before: a version may take a resource from its first patient.
Stored<std::set<std::string>> LiveWard::names_of(std::span<const Incoming> records) const {
    std::set<std::string> names;
    for (const Incoming& incoming : records) {
        Record record;
        record.patient = incoming.patient;
        record.form = incoming.form;
        record.source = incoming.source;
        record.text = incoming.text;
        names.merge(record_.names_in(record));
        const auto before = store_.versions(incoming.source);
        if (const auto* problem = std::get_if<StoreProblem>(&before)) return *problem;
        for (const Record& each : std::get<std::vector<Record>>(before)) names.insert(each.patient);
    }
    return names;
}

}  // namespace stormkeel
