// Who was ever named together, and how all of them are forgotten.
#include <algorithm>
#include <utility>

#include "adapters/hl7v2_message.h"
#include "service/record_names.h"
#include "service/ward_record.h"

namespace stormkeel {

namespace {

// Of Encounters: finished, or under way.
Hl7Stay stay_by(const std::vector<PatientRecord::Resource>& encounters) {
    Hl7Stay stay = Hl7Stay::untold;
    for (const PatientRecord::Resource& encounter : encounters) {
        const auto read = read_json(encounter.record->text);
        const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
        if (document == nullptr) continue;
        const Json body = resource_in(*document);
        if (is_under_way(body)) return Hl7Stay::there;
        if (body["status"].string() == "finished") stay = Hl7Stay::discharged;
    }
    return stay;
}

}  // namespace

std::set<std::string> WardRecord::names_in(const Record& record) const {
    std::set<std::string> names{record.patient};
    if (record.form == RecordForm::hl7v2)
        names.merge(persons_named_in(read_hl7v2(Hl7Message(record.text), terminology_, site_)));
    if (is_patient_resource(record)) {
        for (const auto& [system, value] : identifiers_in(record)) names.insert(value);
    }
    return names;
}

void WardRecord::note_of_another(const Hl7Reading& reading) {
    for (const Hl7Person& person : reading.persons) {
        for (const Hl7Entry& entry : person.entries) {
            if (entry.effect == Hl7Effect::moves_away) of_another_.places.insert(entry.where);
        }
    }
}

// `before` was of them, and is of this patient now.
void WardRecord::note_taken_from(const Record& before, const std::string& patient) {
    taken_back_.insert(before.patient);
    const bool was_another =
        !before.patient.empty() && !patient.empty() && standing_for(before.patient) != standing_for(patient);
    if (was_another && !is_patient_resource(before))
        of_another_.resources[standing_for(before.patient)].push_back(before.source);
}

WardRecord::OfAnother WardRecord::of_another() { return std::exchange(of_another_, {}); }

void WardRecord::name_together(const std::string& one, const std::string& other) {
    if (one == other) return;
    named_with_[one].insert(other);
    named_with_[other].insert(one);
}

// A number that two messages have: which of them counts hangs on which came first.
void WardRecord::name_with_same_source(const Record& record) {
    for (const auto& [id, patient] : patients_) {
        const auto& records = patient.records();
        const bool has = std::any_of(records.begin(), records.end(),
                                     [&](const Record& each) { return each.source == record.source; });
        if (has) name_together(id, record.patient);
    }
}

std::set<std::string> WardRecord::named_with(const std::string& id) const {
    std::set<std::string> names{id};
    std::vector<std::string> to_follow{id};
    while (!to_follow.empty()) {
        const auto links = named_with_.find(to_follow.back());
        to_follow.pop_back();
        if (links == named_with_.end()) continue;
        for (const std::string& each : links->second) {
            if (names.insert(each).second) to_follow.push_back(each);
        }
    }
    return names;
}

void WardRecord::forget(const std::set<std::string>& names) {
    for (const std::string& name : names) {
        if (const PatientRecord* record = patient(name)) {
            for (const Record& each : record->records()) forget(each);
        }
        patients_.erase(name);
        hl7v2_.forget(name);
        joined_.erase(name);
        tied_.erase(name);
        joined_charts_.erase(name);
        named_with_.erase(name);
        changed_.erase(name);
    }
    std::erase_if(identifiers_, [&](const auto& known) { return names.contains(known.second.patient); });
}

void WardRecord::forget(const Record& record) {
    if (record.form == RecordForm::hl7v2) hl7v2_.forget(read_hl7v2(Hl7Message(record.text), terminology_, site_));
    if (record.form != RecordForm::fhir) return;
    resources_.erase(record.source);
    for (const std::string& reference : references_in(record.text)) {
        const auto referring = referring_.find(reference);
        if (referring == referring_.end()) continue;
        referring->second.erase(record.patient);
        if (referring->second.empty()) referring_.erase(referring);
    }
}

// Of those whom the records bear on alone, as if they had left and come back. What belongs to no patient bears on
// nobody knows whom.
void WardRecord::learn_again_without(std::uint64_t number) {
    std::set<std::string> names;
    for (const auto& [id, record] : patients_) {
        const auto& records = record.records();
        if (!records.empty() && records.back().number >= number) names.merge(named_with(id));
    }
    if (names.contains("")) return learn_all_again_without(number);
    std::vector<Record> left;
    for (const std::string& name : names) {
        const PatientRecord* record = patient(name);
        if (record == nullptr) continue;
        for (const Record& each : record->records()) {
            if (each.number < number) left.push_back(each);
        }
    }
    std::sort(left.begin(), left.end(), [](const Record& a, const Record& b) { return a.number < b.number; });
    forget(names);
    for (Record& each : left) add(std::move(each));
    changed();
}

bool WardRecord::is_discharged(const std::string& id) const {
    const Hl7Stay by_messages = hl7v2_.stay_of(joined_into(id));
    if (by_messages == Hl7Stay::there) return false;
    const Hl7Stay by_encounters = stay_by(resources_of(id, "Encounter"));
    if (by_encounters == Hl7Stay::there) return false;
    return by_messages == Hl7Stay::discharged || by_encounters == Hl7Stay::discharged;
}

std::vector<std::string> WardRecord::resources_with(std::string_view type, std::string_view system,
                                                    std::string_view value) const {
    std::vector<std::string> found;
    const std::string begin = std::string(type) + '/';
    for (auto it = resources_.lower_bound(begin); it != resources_.end() && it->first.starts_with(begin); ++it) {
        // Whose text does not hold the value, as it is or escaped, has not to be read.
        const std::string& text = it->second->text;
        if (text.find(value) == std::string::npos && text.find('\\') == std::string::npos) continue;
        const auto identifiers = identifiers_in(*it->second);
        const bool has = std::any_of(identifiers.begin(), identifiers.end(), [&](const auto& identifier) {
            return identifier.second == value && (system.empty() || identifier.first == system);
        });
        if (has) found.push_back(it->first);
    }
    return found;
}

}  // namespace stormkeel
