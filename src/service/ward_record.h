// All records of the ward, folded: who is who, and each patient's timeline.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hl7v2_read.h"
#include "service/patient_record.h"

namespace stormkeel {

// Who is who:
// - a patient is FHIR's Patient.id and a chart's `patient`;
// - an HL7 v2 identifier is the patient whose Patient.identifier has that value, else the patient of that id;
// - whom messages knew by an identifier before a Patient told of it is joined into that Patient;
// - a patient whose identifier was joined into another's (A40) is that other one, with all records of every door, until
//   they are separated again, and so is every Patient who has the prior identifier;
// - whoever was read as one patient stays one until an A37 separates them: no other record takes them apart.
class WardRecord {
public:
    // The terminology must outlive it.
    WardRecord(const Terminology& terminology, Hl7Site site)
        : terminology_(terminology), site_(std::move(site)), rows_(terminology), hl7v2_(terminology) {}

    // A record that comes, later in number than all before. Its patient is whom it is kept under: of a FHIR resource
    // that belongs to none the empty text, of an HL7 v2 message the identifier or the patient it names first.
    // `alone` is what its text says when it is read by itself, where somebody has read it so.
    void add(Record record, const Timeline* alone = nullptr);

    // Forgets those numbered so and later.
    void take_back_from(std::uint64_t number);

    // Every id and identifier that a record names: whose answers it may bear on.
    std::set<std::string> names_in(const Record& record) const;

    // All that was ever named together with an id, and with those; the id is one of them. The empty one among them is
    // that of what belongs to no patient.
    std::set<std::string> named_with(const std::string& id) const;

    // Forgets all records of all that are named_with() one of them. Added again in their order they come to the same,
    // whatever came meanwhile.
    void forget(const std::set<std::string>& names);

    // Whether the hospital says that the patient was discharged: the last that HL7 v2 told of admissions and
    // discharges, or a finished Encounter, and nothing says that they are there.
    bool is_discharged(const std::string& id) const;

    // Whose timelines have changed since the last call, by the id that stands for them. Those are folded.
    std::set<std::string> changed();
    // Of whom something was taken back or corrected since the last call of changed(), by the same ids.
    std::set<std::string> taken_back();
    // What came since that call and says that something told before was of another patient: entries of messages by
    // their place, and FHIR resources by whom they are taken from.
    struct OfAnother {
        std::set<std::string> places;
        std::map<std::string, std::vector<std::string>> resources;
    };
    OfAnother of_another();

    // Folds a patient's timeline from their records alone, whatever it was made of before.
    void fold_anew(std::string_view id);

    // The id that stands for a patient: the one they were joined into, else their own.
    std::string standing_for(std::string_view patient) const;

    // The Patient who has the id as an identifier, and as whom it is read; nothing when a Patient of that id came, or
    // none has it.
    std::optional<std::string> known_as(const std::string& id) const;

    // Of somebody who is answered for: empty when nothing of them is known any more.
    PatientRecord& held(const std::string& id);

    // Of an id that stands for itself; nullptr when nothing of it is known.
    PatientRecord* patient(std::string_view id);
    const PatientRecord* patient(std::string_view id) const;
    std::vector<std::string> joined_into(std::string_view id) const;  // whose records are read with it, and its own

    // The patient whom an HL7 v2 identifier means; nothing when it fits several.
    std::optional<std::string> patient_of_identifier(const std::string& identifier) const;
    // Those of a Patient that mean nobody else.
    std::vector<std::string> identifiers_of(std::string_view patient) const;
    // The Patients that have it; an empty system fits every one.
    std::vector<std::string> patients_with(std::string_view system, std::string_view value) const;

    // The resources of a type that have an identifier, by "Location/l1"; an empty system fits every one.
    std::vector<std::string> resources_with(std::string_view type, std::string_view system,
                                            std::string_view value) const;

    // The version that counts of a FHIR resource ("Observation/o2"): the latest, in whatever order they came. nullptr
    // when none did.
    const Record* resource(std::string_view reference) const {
        const auto found = resources_.find(reference);
        return found == resources_.end() ? nullptr : found->second;
    }

    // Of whom it is; empty when it is of nobody, or not known.
    std::string owner_of_resource(std::string_view reference) const {
        const Record* counting = resource(reference);
        return counting == nullptr ? std::string() : counting->patient;
    }

    // What belongs to no patient, and a text of FHIR refers to; by number.
    std::vector<const Record*> referred_to_in(std::string_view text) const;

    // The records of a patient and of those joined into them, without those that are another's now; by number.
    std::vector<const Record*> records_of(std::string_view id) const;

    // The FHIR resources of one type that are there of a patient and of those joined into them, by the first coming of
    // each.
    std::vector<PatientRecord::Resource> resources_of(std::string_view id, std::string_view type) const;

    // Whether the very message came before, or another of its number.
    Hl7Seen message_seen(const Hl7Reading& reading) const { return hl7v2_.seen(reading); }

    const std::string& authority_of(const std::string& identifier) const { return hl7v2_.authority_of(identifier); }

    // The entries of a message that was taken, named as the timelines name them.
    void name_as_kept(Hl7Reading& reading) const { hl7v2_.name_apart_as_kept(reading); }

private:
    void forget(const Record& record);
    void name_with_same_source(const Record& record);
    void note_of_another(const Hl7Reading& reading);
    void note_taken_from(const Record& before, const std::string& patient);
    void name_together(const std::string& one, const std::string& other);
    void read_message(const Record& record);
    void read_fhir(const Record& record, const Timeline* alone);
    void read_shared(const Record& record);
    void read_patient_resource(const Record& record);
    void learn_again_without(std::uint64_t number);
    void learn_all_again_without(std::uint64_t number);
    bool is_known(const std::string& id) const;
    bool has_identifier(const std::string& patient, std::string_view value) const;
    bool is_named_in_joins(const std::string& identifier) const;
    const std::string& id_meant_by(const std::string& identifier) const;
    bool tie(const std::string& identifier);
    std::set<std::string> untie(const Hl7Reading& separating);
    struct Message {
        const Hl7Reading& reading;
        bool counts;         // it was taken, for the first time
        bool joins_changed;  // by it
        Instant received;
    };
    void tie_named_in(const Message& message);
    void fold_those_named(const std::set<std::string>& names);
    void note_joined_charts(const std::map<std::string, std::string>& joined, Instant now);
    void place_identifier(const std::string& value);
    void settle_who_is_who(Instant now);
    void fold(PatientRecord& record);
    const Record* location_named(std::string_view reference) const;
    Lying lying_of(const std::string& id) const;
    std::string unit_left_by_encounters(const std::string& id) const;
    void note_bed(const std::string& identifier, PatientRecord& standing) const;
    struct Places;
    Instant first_written(const Json& encounter, const Record& record) const;
    void add_places(const Record& encounter, Places& places) const;
    PatientRecord& own(const std::string& patient);
    struct Identifier {
        std::string system;
        std::string patient;
    };

    const Terminology& terminology_;
    Hl7Site site_;
    ChartRowReader rows_;
    std::map<std::string, PatientRecord, std::less<>> patients_;  // "" holds what belongs to none
    Hl7Record hl7v2_;
    std::map<std::string, std::string> joined_;                              // patient into patient
    std::map<std::string, std::set<std::string>> tied_;                      // ids, by the identifier of messages
    std::multimap<std::string, Identifier, std::less<>> identifiers_;        // of Patient resources, by value
    std::map<std::string, const Record*, std::less<>> resources_;            // the version that counts of each
    std::map<std::string, std::set<std::string>, std::less<>> referring_;    // patients, by what their records refer to
    std::map<std::string, std::vector<const Record*>, std::less<>> shared_;  // what belongs to no patient, by its names
    std::map<std::string, std::set<std::string>, std::less<>> named_with_;   // both ways
    std::map<std::string, JoinedCharts> joined_charts_;                      // by who stands for them
    std::set<std::string> changed_;                                          // own ids
    std::set<std::string> taken_back_;                                       // the same
    OfAnother of_another_;
};

}  // namespace stormkeel
