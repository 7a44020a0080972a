// Gives each record to its patient, keeps who is who, and folds anew whom a record bears on.
#include "service/ward_record.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/fhir.h"
#include "adapters/hl7v2_message.h"
#include "service/fhir_record.h"
#include "service/record_names.h"
#include "service/taking_back.h"

namespace stormkeel {

namespace {

std::vector<const Record*> by_number(std::vector<const Record*> records) {
    std::sort(records.begin(), records.end(), [](const Record* a, const Record* b) { return a->number < b->number; });
    return records;
}

}  // namespace

PatientRecord& WardRecord::own(const std::string& patient) {
    return patients_.try_emplace(patient, patient).first->second;
}

namespace {

bool corrects_or_moves(const Record& record, const Record& before) {
    return before.patient != record.patient || takes_back(record) || corrects(record, before);
}

}  // namespace

void WardRecord::add(Record record, const Timeline* alone) {
    const RecordForm form = record.form;
    PatientRecord& owner = own(record.patient);
    const std::string patient = record.patient;
    const Record* counting = form == RecordForm::fhir ? resource(record.source) : nullptr;
    // A deletion of what was not known is nobody's.
    const bool of_nobody = counting != nullptr && counting->patient.empty() && deletes_resource(counting->text);
    if (counting != nullptr && !of_nobody) name_together(counting->patient, patient);
    const bool is_late = counting != nullptr && holds_earlier_version(record, *counting);
    if (is_late) return owner.add_late(std::move(record));
    const Record& kept = owner.add(std::move(record));
    if ((form == RecordForm::chart_row && takes_back(kept)) ||
        (counting != nullptr && corrects_or_moves(kept, *counting))) {
        taken_back_.insert(patient);
        if (counting != nullptr) note_taken_from(*counting, patient);
    }
    if (form == RecordForm::dead_letter) return;
    if (form == RecordForm::hl7v2) return read_message(kept);
    if (form == RecordForm::fhir) return read_fhir(kept, alone);
    PatientRecord& standing = own(standing_for(patient));
    standing.take(facts_of_row(kept, rows_), form);
    if (!owner.is_current()) standing.fold_anew();
    changed_.insert(patient);
}

void WardRecord::read_message(const Record& record) {
    Hl7Reading reading = read_hl7v2(Hl7Message(record.text), terminology_, site_);
    Hl7Reading again = reading;
    if (again.link != Hl7Link::none) fold_those_named(persons_named_in(again));
    const auto joined = hl7v2_.joined();
    const Hl7Taken taken = hl7v2_.add(std::move(reading));
    hl7v2_.name_apart_as_kept(again);
    // What came of the other is none of theirs any more.
    const bool some_back = takes_back(again) || again.link == Hl7Link::separates;
    note_of_another(again);
    for (const std::string& name : persons_named_in(again)) name_together(record.patient, name);
    if (taken.problem && taken.problem->where == "MSH-10") name_with_same_source(record);
    const bool counts = !taken.problem && !taken.repeated;
    tie_named_in({again, counts, joined != hl7v2_.joined(), record.received});
    for (const std::string& each : taken.patients) {
        PatientRecord& standing = own(standing_for(each));
        changed_.insert(standing.patient());
        if (some_back) taken_back_.insert(standing.patient());
        if (!taken.stands_alone) {
            standing.fold_anew();
            continue;
        }
        if (again.keeps_persons) {
            standing.lies_in(lying_of(standing.patient()));
        } else {
            note_bed(again.persons.front().patient, standing);
        }
        Hl7Record alone(terminology_);
        alone.add(again);
        standing.take(alone.timeline({again.persons.front().patient}), RecordForm::hl7v2);
    }
}

void WardRecord::read_fhir(const Record& record, const Timeline* alone) {
    // The doors refuse such a Patient; a ward that took one before has two patients.
    if (is_patient_resource(record) && known_as(record.patient)) tied_[record.patient].erase(record.patient);
    const auto [place, is_new] = resources_.try_emplace(record.source, &record);
    const Record* before = std::exchange(place->second, &record);
    if (before->patient != record.patient) {
        own(before->patient).forget_resource(record.source);
        own(standing_for(before->patient)).fold_anew();
        changed_.insert(before->patient);
    }
    if (record.patient.empty()) return read_shared(record);
    changed_.insert(record.patient);
    for (std::string& reference : references_in(record.text)) {
        referring_[std::move(reference)].insert(record.patient);
    }
    PatientRecord& standing = own(standing_for(record.patient));
    if (is_patient_resource(record)) read_patient_resource(record);
    if (!is_new || !record.source.starts_with("Observation/")) return standing.fold_anew();
    if (alone != nullptr) return standing.take(*alone, record.form);
    FhirReader reader(terminology_);
    reader.add_document(record.text);
    const FhirPatients read = reader.finish();
    const Timeline* read_alone = read.all_of(record.patient);
    read_alone != nullptr ? standing.take(*read_alone, record.form) : standing.fold_anew();
}

// What belongs to no patient may be referred to by its name, or by the address it had in its Bundle.
void WardRecord::read_shared(const Record& record) {
    std::vector<std::string> names = references_in(record.text);
    names.push_back(record.source);
    for (const std::string& name : names) {
        shared_[name].push_back(&record);
        const auto referring = referring_.find(name);
        if (referring == referring_.end()) continue;
        for (const std::string& patient : referring->second) {
            own(standing_for(patient)).fold_anew();
            changed_.insert(patient);
        }
    }
}

std::vector<const Record*> WardRecord::records_of(std::string_view id) const {
    std::vector<const Record*> found;
    for (const std::string& member : joined_into(id)) {
        const auto owner = patients_.find(member);
        if (owner == patients_.end()) continue;
        for (const Record& record : owner->second.records()) {
            // A resource whose later version is of another patient was never this one's.
            const bool is_theirs =
                record.form != RecordForm::fhir || owner_of_resource(record.source) == record.patient;
            if (is_theirs) found.push_back(&record);
        }
    }
    return by_number(std::move(found));
}

std::vector<PatientRecord::Resource> WardRecord::resources_of(std::string_view id, std::string_view type) const {
    std::vector<PatientRecord::Resource> found;
    for (const std::string& member : joined_into(id)) {
        const PatientRecord* record = patient(member);
        if (record == nullptr) continue;
        const auto theirs = record->resources(type);
        found.insert(found.end(), theirs.begin(), theirs.end());
    }
    return found;
}

std::vector<const Record*> WardRecord::referred_to_in(std::string_view text) const {
    std::set<const Record*> found;
    if (shared_.empty()) return {};
    for (const std::string& reference : references_in(text)) {
        const auto shared = shared_.find(reference);
        if (shared != shared_.end()) found.insert(shared->second.begin(), shared->second.end());
    }
    return by_number({found.begin(), found.end()});
}

void WardRecord::fold(PatientRecord& record) {
    std::vector<const Record*> records = records_of(record.patient());
    // One version of a resource counts, and which was settled when it came.
    std::erase_if(records, [this](const Record* each) {
        return each->form == RecordForm::fhir && resource(each->source) != each;
    });
    std::set<const Record*> referred_to;
    for (const Record* each : records) {
        if (each->form != RecordForm::fhir) continue;
        const std::vector<const Record*> found = referred_to_in(each->text);
        referred_to.insert(found.begin(), found.end());
    }
    const auto charts = joined_charts_.find(record.patient());
    record.fold({terminology_, hl7v2_, joined_into(record.patient()), records,
                 by_number({referred_to.begin(), referred_to.end()}),
                 charts == joined_charts_.end() ? JoinedCharts{} : charts->second});
    record.lies_in(lying_of(record.patient()));
}

void WardRecord::fold_anew(std::string_view id) {
    const auto record = patients_.find(id);
    if (record == patients_.end()) return;
    record->second.fold_anew();
    fold(record->second);
}

std::set<std::string> WardRecord::changed() {
    std::set<std::string> found;
    for (const std::string& each : changed_) {
        const std::string standing = standing_for(each);
        if (!each.empty() && is_known(standing)) found.insert(standing);
    }
    changed_.clear();
    taken_back_.clear();
    of_another_ = {};
    for (const std::string& each : found) {
        PatientRecord& record = own(each);
        if (!record.is_current()) fold(record);
    }
    return found;
}

PatientRecord& WardRecord::held(const std::string& id) {
    if (!patients_.contains(id)) {
        own(id).fold_anew();
        fold(own(id));
    }
    return own(id);
}

PatientRecord* WardRecord::patient(std::string_view id) {
    const auto found = patients_.find(id);
    return found == patients_.end() ? nullptr : &found->second;
}

const PatientRecord* WardRecord::patient(std::string_view id) const {
    const auto found = patients_.find(id);
    return found == patients_.end() ? nullptr : &found->second;
}

void WardRecord::take_back_from(std::uint64_t number) {
    const auto is_late = [&](const Record& record) { return record.number >= number; };
    bool only_rows = true;
    for (auto& [id, record] : patients_) {
        const auto& records = record.records();
        if (records.empty() || !is_late(records.back())) continue;
        only_rows = only_rows && std::none_of(records.begin(), records.end(), [&](const Record& each) {
                        return is_late(each) && each.form != RecordForm::chart_row;
                    });
    }
    if (!only_rows) return learn_again_without(number);
    std::vector<std::string> unknown;  // to everybody, without those records
    for (auto& [id, record] : patients_) {
        if (record.records().empty() || !is_late(record.records().back())) continue;
        record.take_back_from(number);
        own(standing_for(id)).fold_anew();
        changed_.insert(id);
        const bool is_joined = standing_for(id) != id || joined_into(id).size() > 1;
        if (record.records().empty() && !hl7v2_.knows({id}) && !is_joined) unknown.push_back(id);
    }
    changed();
    for (const std::string& id : unknown) patients_.erase(id);
}

std::set<std::string> WardRecord::taken_back() {
    std::set<std::string> found;
    for (const std::string& each : std::exchange(taken_back_, {})) found.insert(standing_for(each));
    return found;
}

// Rare, so all of who is who is learnt again from what is left.
void WardRecord::learn_all_again_without(std::uint64_t number) {
    std::vector<Record> left;
    for (auto& [id, record] : patients_) {
        for (const Record& each : record.records()) {
            if (each.number < number) left.push_back(each);
        }
    }
    std::sort(left.begin(), left.end(), [](const Record& a, const Record& b) { return a.number < b.number; });
    patients_.clear();
    hl7v2_ = Hl7Record(terminology_);
    joined_.clear();
    tied_.clear();
    joined_charts_.clear();
    identifiers_.clear();
    resources_.clear();
    referring_.clear();
    shared_.clear();
    named_with_.clear();
    for (Record& each : left) add(std::move(each));
    changed();
}

}  // namespace stormkeel
