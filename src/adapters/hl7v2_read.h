// What one HL7 v2 message says: who sent it, of which patients it speaks, and what belongs into their charts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/administration.h"
#include "adapters/allergy.h"
#include "adapters/fhir_observation.h"
#include "adapters/hl7v2_message.h"
#include "adapters/time_zone.h"

namespace stormkeel {

// Which messages a feed may carry, by MSH-11: P is production, T training, D debugging.
enum class Hl7Feed : std::uint8_t { production, any };

// What a site says of its messages.
struct Hl7Site {
    std::optional<TimeZone> zone;             // for times without an offset in a message whose MSH-7 has none
    std::vector<std::string> intensive_care;  // PV1-3.1 of its intensive care units; none: no stay there is read
    Hl7Feed feed = Hl7Feed::production;
};

// MSH. Texts in the usual separators, whatever the message uses, so that an answer can repeat them.
struct Hl7Header {
    std::string sending_application;    // MSH-3
    std::string sending_facility;       // MSH-4
    std::string receiving_application;  // MSH-5
    std::string receiving_facility;     // MSH-6
    std::string type;                   // "ORU"
    std::string event;                  // "R01"
    std::string control_id;             // MSH-10
    std::string processing;             // "P"
    std::string version;                // "2.5.1"
    std::string accept_ack;             // MSH-15: AL, NE, ER, SU, or empty in the original mode
    std::string application_ack;        // MSH-16
    std::optional<Instant> sent;        // MSH-7, when it tells an instant

    std::string sender() const { return sending_application + "|" + sending_facility; }
    std::string place() const;  // by which people find the message again: "ORU M0001"
};

// MSH-12 as it may stand there: "2.5.1".
bool is_version_of_hl7v2(std::string_view version);
bool is_before_version(std::string_view version, std::string_view other);  // false for one that is not known

// One CX.
struct Hl7Identifier {
    std::string value;
    std::string authority;  // CX-4: its name, else its universal id
    std::string type;       // "MR"
};

// A row of a chart.
struct Hl7Row {
    Instant at;
    std::string item;
    std::string value;
    std::string unit;
};

// What cannot be used. Where it told when, and of oxygen or a rate, it still ends what it would have replaced.
struct Hl7Refused {
    std::string what;
    std::string why;
    std::vector<Absence> ends;
};

// A code that no item or drug of ours answers to.
struct Hl7Unmapped {
    std::string what;
    std::string why;
};

// Nothing to write: the entry only takes another back. `what` tells of what kind it is.
struct Hl7Nothing {
    std::string what;
};

// How an entry acts on the earlier ones that bear one of its names.
enum class Hl7Effect : std::uint8_t {
    adds,         // final: takes the place of preliminary ones
    may_change,   // preliminary
    corrects,     // takes the place of all
    makes_final,  // what was preliminary holds
    retracts,     // takes all back
    moves_away,   // the same, since they were of another patient
    undoes_last,  // takes back the last that still stands
    clears        // takes back all whose names begin with its own, if there is any
};

// One thing a message says of a patient.
struct Hl7Entry {
    std::string where;               // "ORU M0001 OBX 1", counted over the message
    std::vector<std::string> names;  // by any of which a later message means the same record; without one it stands
    bool names_one = false;          // they tell it from all others of its message, too
    // Order and counter of an administration: its correction, when no name fits, is of the only one that stands there.
    std::string series;
    Hl7Effect effect = Hl7Effect::adds;
    std::variant<Hl7Nothing, Hl7Row, Absence, Administration, DrugOrder, DrugAllergy, Hl7Refused, Hl7Unmapped> says;
    std::optional<int> offset_minutes;  // of its time as it was written, or as the message or the site places it
};

enum class Hl7Life : std::uint8_t { untold, alive, died };

// One patient of a message: PID, with MRG and what follows.
struct Hl7Person {
    std::string patient;  // which of `identifiers` counts: the first of type MR, else the first
    std::string authority;
    std::vector<Hl7Identifier> identifiers;  // PID-3
    std::string prior_patient;               // by the same rule, of MRG-1; empty when there is none
    std::optional<Date> birth_date;
    Hl7Life life = Hl7Life::untold;  // PID-30, or a time in PID-29
    std::optional<Instant> died_at;  // PID-29, when it tells an instant
    std::string why_no_time_of_death;
    std::string bed;  // PV1-3, "4W 412 2"; empty: not told
    // Of PV1-3 the point of care and the facility, "4W (HOSP)"; nothing when it does not tell, empty when it takes away
    // what was told.
    std::optional<std::string> unit;
    std::vector<Hl7Entry> entries;
};

// What a message does to the identity of its persons.
enum class Hl7Link : std::uint8_t {
    none,
    joins,      // each person's prior patient becomes that person
    links,      // the second person and the first are one
    separates,  // they are not
};

// How the message is answered: MSA-1 in the original mode, or its enhanced twin.
enum class Hl7Outcome : std::uint8_t { accepted, failed, rejected };

struct Hl7Reading {
    Hl7Header header;
    Hl7Outcome outcome = Hl7Outcome::accepted;
    std::vector<Hl7Problem> problems;  // when it was not accepted; nothing of it is then used
    bool used = false;                 // whether it is of a kind that carries facts of ours
    bool keeps_persons = false;        // ADT: what it tells of a person replaces what was told before
    Hl7Link link = Hl7Link::none;
    std::vector<Hl7Person> persons;
    std::vector<Hl7Problem> broken_lines;
    std::uint64_t content = 0;  // of all segments after MSH: whether a message with the same control id says the same
};

// Reads ADT, ORU^R01, RDE^O11 and RAS^O17. A time more than five minutes after MSH-7 is refused. Another kind of
// message is rejected with code 200 and `used` false.
Hl7Reading read_hl7v2(const Hl7Message& message, const Terminology& terminology, const Hl7Site& site);

}  // namespace stormkeel
