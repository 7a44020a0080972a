// From many HL7 v2 messages, one after the other, to one timeline a patient.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "adapters/hl7v2_standing.h"
#include "core/timeline.h"

namespace stormkeel {

// What a set of messages says.
struct Hl7Patients {
    std::map<std::string, Timeline> patients;     // by the identifier that counts, settled
    std::vector<Rejection> rejected;              // what belongs to no patient we could tell
    std::map<std::string, std::size_t> not_used;  // kinds of message that carry no fact of ours, and how many came
};

// What a message did.
struct Hl7Taken {
    std::vector<std::string>
        patients;  // whose timelines may be others now; one that was joined is no longer among them
    std::optional<Hl7Problem> problem;  // why nothing of it was used although it was readable
    bool repeated = false;              // the very message was taken before
    // It adds measurements alone, and nothing that came before bears on what they say: they may be read by themselves.
    bool stands_alone = false;
};

// Whether a message came before.
enum class Hl7Seen : std::uint8_t {
    not_yet,
    repeated,  // the very one
    otherwise  // another of the same sender and number
};

// Whether a patient is in the hospital, by admissions, transfers and discharges and what took them back.
enum class Hl7Stay : std::uint8_t { untold, there, discharged };

// Why an identifier of one authority is not the patient's who has it from another; empty: it may be theirs.
std::string why_another_patient(const Hl7Person& person, const std::string& authority);

// Takes messages as they arrive, and tells at any time what they come to; nothing is forgotten but what forget() is
// told, so what one message did a later one can undo.
//
// A message counts once: the same sender and MSH-10 with the same content is a repetition, with other content it is
// held back. Corrections, and what joins and separates patients, act in the order in which messages were sent (MSH-7),
// whatever the order of arrival. A joined patient's records stay under its own identifier and are read with the
// other's; to separate them is to read them apart again. An identifier that comes from two authorities fits two
// patients, so the second is held back.
//
// The medication record is `partial`: what no message says was not given may have been given.
class Hl7Record {
public:
    explicit Hl7Record(const Terminology& terminology) : terminology_(&terminology) {}

    Hl7Taken add(Hl7Reading reading);

    // What a person finds again has to name one message: where an earlier one of another sender has the kind and number
    // of this one in the record of the same patient, its entries are "ORU M0001 OBX 1 of LAB|H" here, and so they are
    // named in the reading of a message that was added.
    void name_apart_as_kept(Hl7Reading& reading) const;
    Hl7Seen seen(const Hl7Reading& reading) const;

    // The authority whose identifiers are this patient's, by the first message that told one; empty: none has.
    const std::string& authority_of(const std::string& identifier) const;

    // A message that could not be read at all, told among what belongs to no patient.
    void add_unreadable(const Hl7Problem& problem);

    // The patient of an identifier, through whatever it was joined into.
    const std::string& patient_of(const std::string& identifier) const;

    // What else is known of who is who: the identifier belongs to the patient of that id, who may be named otherwise.
    void place(const std::string& identifier, const std::string& patient);
    void unplace(const std::string& identifier);

    // One patient under the ids of all who were joined into one, their own the first.
    using Ids = std::vector<std::string>;

    bool names(const std::string& identifier) const { return own_.contains(identifier); }  // some message did
    bool knows(const Ids& patient) const { return !members_of(patient).empty(); }
    // Messages joined or separated the patient, and none told anything else: they are no record of what was given.
    bool knows_by_joins_alone(const Ids& patient) const;
    // What each of them was joined into, by itself.
    const std::map<std::string, std::string>& joined() const { return joined_into_; }

    // Where the patient lies: by the last admission or transfer that was not taken back and what was told of it since.
    // Nothing when none told; after a discharge a place without a name.
    struct Place {
        Instant told;      // when the message was sent
        std::string unit;  // empty: not told
        std::string bed;   // with the unit: "4W 412 2"; empty: not told
        Hl7Stay stay = Hl7Stay::untold;
        std::string left{};  // after a discharge: the last unit that was told before; empty: none was
    };
    std::optional<Place> lies_in(const Ids& patient) const;
    Hl7Stay stay_of(const Ids& patient) const;

    // The bed that the last message told beside those (PV1-3 of ORU, RDE, RAS), discharged or not.
    struct Seen {
        Instant told;
        std::string bed;
    };
    std::optional<Seen> seen_in(const Ids& patient) const;

    // Forgets an identifier and a message. Whoever forgets one forgets all that were ever named together: read again in
    // their order they come to the same, whatever came meanwhile.
    void forget(const std::string& identifier);
    void forget(const Hl7Reading& message);

    // What is wrong with messages that belong to no patient we could tell.
    const std::vector<Rejection>& rejected() const { return rejected_; }

    // One patient's timeline, settled; empty for an identifier that never came. `beside` is what other doors recorded,
    // where a device may have taken over.
    Timeline timeline(const Ids& patient, const Timeline* beside = nullptr) const;

    // All of them; `beside` by patient.
    Hl7Patients read(const std::map<std::string, Timeline>& beside = {}) const;

private:
    // What one message tells of a person.
    struct Told {
        Instant sent;
        std::size_t message = 0;
        bool keeps = false;  // ADT: it replaces what was told before
        std::string event;   // "A03"
        std::string where;
        Hl7Person person;    // without entries
        bool joins = false;  // its message says who is who
    };
    struct Own {
        std::string authority;
        std::vector<Hl7Kept> entries;
        std::vector<Told> told;
        std::unordered_set<std::string> names;  // of the entries
        Instant last_sent = never;
        Seen seen{never, {}};  // by what is no ADT message
    };

    // An admission, transfer or discharge that stands.
    struct Moved {
        std::string_view event;  // empty: where the patient lies was told, and no admission
        Place in{};
    };
    static void take_move(const Told& told, std::vector<Moved>& moves);
    static void take_back(std::string_view undone, Instant sent, std::vector<Moved>& moves);
    std::vector<Moved> moves_of(const Ids& patient) const;

    std::optional<Hl7Problem> repeated_or_other(const Hl7Reading& reading, bool& repeated);
    bool is_number_of_others(const Hl7Header& header) const;
    bool has_entry(const std::string& identifier, const Hl7Header& header, std::string_view apart) const;
    void name_new_apart(Hl7Reading& reading) const;
    bool take_person(const Hl7Reading& reading, Instant sent, Hl7Person person);
    bool stands_alone(const Hl7Reading& reading) const;
    // What one message says of two identifiers, of which the first was joined, linked or separated.
    struct Linked {
        Instant sent;
        Hl7Link link = Hl7Link::none;
        std::string prior;
        std::string surviving;
    };
    Instant sent_of(const Hl7Reading& reading) const;
    void link(const Hl7Reading& reading, Instant sent);
    void act(const Linked& linked);
    const std::string& root_of(const std::string& identifier) const;  // the identifier it was joined into
    void join(const std::string& prior, const std::string& surviving);
    void separate(const std::string& one, const std::string& other);
    using Members = std::vector<const Own*>;  // the records of one patient, one for each identifier
    void add_members(const std::string& patient, Members& members) const;
    Members members_of(const Ids& patient) const;
    Timeline timeline_of(const std::string& patient, const Members& members, const Timeline* beside) const;
    void write_entries(const Members& members, FhirChart& chart) const;
    void write_person(const Own& own, FhirChart& chart) const;

    const Terminology* terminology_;
    std::map<std::string, Own> own_;
    std::vector<Linked> links_;  // in the order in which they act
    std::map<std::string, std::string> joined_into_;
    std::map<std::string, std::string> placed_;
    std::map<std::string, std::set<std::string>> placed_at_;                 // the same, by patient
    std::map<std::pair<std::string, std::string>, std::uint64_t> contents_;  // by sender and MSH-10
    std::set<std::string> senders_;
    std::vector<Rejection> rejected_;
    std::map<std::string, std::size_t> not_used_;
    std::size_t messages_ = 0;
};

}  // namespace stormkeel
