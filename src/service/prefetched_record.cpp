// Adds the parts to a ward of this patient alone, which decides on versions as any ward does.
#include "service/prefetched_record.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "service/fhir_record.h"
#include "service/taking_back.h"
#include "service/ward_record.h"

namespace stormkeel {

namespace {

// What the ward keeps of one patient, and what of the parts bears on it.
class KeptOfOne {
public:
    KeptOfOne(const WardRecord& ward, const std::string& patient)
        : ward_(ward), standing_(ward.standing_for(patient)), members_(ward.joined_into(standing_)) {}

    const std::string& standing() const { return standing_; }

    // The part as a record; nothing when it is of another patient, or is nobody's business.
    std::optional<Record> record_of(const FhirPart& part, Instant now) const {
        const bool deleted = part.kind == FhirPart::Kind::deleted;
        if ((part.kind != FhirPart::Kind::used && !deleted) || !part.why.empty()) return std::nullopt;
        const std::string id = kept_id_of(part);
        Record record;
        record.form = RecordForm::fhir;
        record.source = part.type + "/" + id;
        record.patient = deleted ? ward_.owner_of_resource(record.source) : part.patient;
        record.received = now;
        if (!may_be_of(record.patient)) return std::nullopt;
        record.text = kept_text_of(part, id);
        return record;
    }

    // Whether the ward keeps another version of it.
    bool is_kept_otherwise(const Record& record) const {
        const Record* counting = counting_for(record);
        return counting != nullptr && fhir_resource_in(counting->text) != fhir_resource_in(record.text);
    }

    // Whether what the ward keeps takes it back, and it does not tell that it is later.
    bool stays_taken_back(const Record& record) const {
        const Record* counting = counting_for(record);
        const bool is_taken_back = counting != nullptr && (retracts(*counting) || deletes_resource(counting->text));
        return is_taken_back && !holds_earlier_version(*counting, record);
    }

    // Of the patient and of whoever was ever named with them, with what those and `beside` refer to; by number.
    std::vector<const Record*> kept_with(const std::vector<Record>& beside) const {
        std::set<const Record*> found;
        const auto add_what_it_refers_to = [&](const Record& record) {
            if (record.form != RecordForm::fhir) return;
            const auto shared = ward_.referred_to_in(record.text);
            found.insert(shared.begin(), shared.end());
        };
        for (const std::string& name : ward_.named_with(standing_)) {
            const PatientRecord* named = name.empty() ? nullptr : ward_.patient(name);
            if (named == nullptr) continue;
            for (const Record& record : named->records()) {
                found.insert(&record);
                add_what_it_refers_to(record);
            }
        }
        for (const Record& record : beside) add_what_it_refers_to(record);
        std::vector<const Record*> records(found.begin(), found.end());
        std::sort(records.begin(), records.end(),
                  [](const Record* one, const Record* other) { return one->number < other->number; });
        return records;
    }

private:
    // A Medication is of no patient.
    bool may_be_of(const std::string& patient) const {
        return patient.empty() || std::find(members_.begin(), members_.end(), patient) != members_.end();
    }

    const Record* counting_for(const Record& record) const {
        const Record* counting = ward_.resource(record.source);
        return counting != nullptr && may_be_of(counting->patient) ? counting : nullptr;
    }

    const WardRecord& ward_;
    std::string standing_;
    std::vector<std::string> members_;
};

}  // namespace

std::optional<Timeline> record_with(const LiveWard& ward, const std::string& patient,
                                    const std::vector<FhirPart>& parts, Instant now) {
    const KeptOfOne kept(ward.record(), patient);
    std::vector<Record> came;
    bool replaces = false;
    for (const FhirPart& part : parts) {
        std::optional<Record> record = kept.record_of(part, now);
        if (!record) continue;
        replaces = replaces || kept.is_kept_otherwise(*record);
        if (!kept.stays_taken_back(*record)) came.push_back(std::move(*record));
    }
    if (!replaces) return std::nullopt;
    WardRecord alone(ward.knowledge().terminology, ward.knowledge().hl7v2);
    std::uint64_t number = 0;
    for (const Record* record : kept.kept_with(came)) {
        alone.add(*record);
        number = record->number;
    }
    for (Record& record : came) {
        record.number = ++number;
        alone.add(std::move(record));
    }
    alone.changed();
    const PatientRecord* told = alone.patient(alone.standing_for(kept.standing()));
    return told == nullptr ? std::nullopt : std::optional<Timeline>(told->timeline());
}

}  // namespace stormkeel
