// What is charted, written as each door of the ward takes it.
#pragma once

#include <cstdint>
#include <string>

#include "core/time.h"

namespace stormkeel::simulation {

enum class Door : std::uint8_t { facts, fhir, hl7v2 };
constexpr std::size_t doors = 3;

// Something of a patient, in the words of a chart. Patients are counted from 0.
struct Charted {
    std::uint64_t patient = 0;
    Instant at;
    std::string item;
    std::string value;
    std::string unit;
};

// Under which number a sender knows it, and what is said of it: first, or of what was sent under that number before.
enum class Saying : std::uint8_t { first, corrects, takes_back };
struct Numbered {
    std::uint64_t number = 0;
    Saying saying = Saying::first;
};

// What is sent, and under which name it has to be kept.
struct Letter {
    Door door = Door::facts;
    std::string source;   // of the record
    std::string version;  // the sender's own; empty: there is one alone
    std::string text;     // of the record, as it came
    std::string patient;  // whom the address of facts names
    std::string key;      // of facts: Idempotency-Key; empty: they are sent without one
};

std::string patient_id(std::uint64_t patient);  // Patient.id, and that of a chart

// A row of a chart; with a key, under which other content conflicts, or without.
enum class Keyed : std::uint8_t { no, yes };
Letter fact(const Charted& charted, std::uint64_t number, Keyed keyed);

// An Observation or a MedicationAdministration.
Letter resource(const Charted& charted, const Numbered& numbered);

// The Patient, with the identifier that HL7 v2 names.
Letter person(std::uint64_t patient, std::uint64_t version);

// Of whom a message is: by the identifier of the Patient, or by one that was given before anybody knew who it is.
enum class Named : std::uint8_t { by_record, in_haste };

// ORU^R01 or RAS^O17.
Letter message(const Charted& charted, const Numbered& numbered, Named named);

// ADT: "A01", "A03", "A08" as the patient is moved or told of anew, "A40" when the two identifiers become one, "A37"
// when they are two again.
struct Moved {
    std::uint64_t patient = 0;
    Instant at;
    std::string event;
    std::string location;    // PV1-3
    std::string birth_date;  // PID-7
};
Letter message(const Moved& moved, std::uint64_t number);

}  // namespace stormkeel::simulation
