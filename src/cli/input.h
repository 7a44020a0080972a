// Reads the files of a call, whatever they hold, into one timeline a patient.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "adapters/chart_csv.h"
#include "adapters/hl7v2_read.h"
#include "adapters/terminology.h"
#include "cli/call.h"

namespace stormkeel {

struct Records {
    Patients patients;                // settled, by id; those of several files are merged
    std::vector<Rejection> unplaced;  // rejected records that belong to no patient
    // FHIR resource types and HL7 v2 messages without a fact of ours, and how many came.
    std::map<std::string, std::size_t> not_used;
};

// Each file is recognised by its content: chart CSV, FHIR R4 JSON or NDJSON, HL7 v2. `site` is what holds for the
// messages. Fails with wrong_call for a file that is
// not there or holds something else. With several files a fact's source begins with its file's name, never with its
// path.
std::variant<Records, Failure> read_records(const std::vector<std::string>& files, const Terminology& terminology,
                                            const Hl7Site& site);

// Keeps one patient. Fails with wrong_call, naming those there are, when the id is not among them.
std::variant<Records, Failure> only_patient(Records records, const std::string& id);

// Whether anything can be used. The mark a rejected record leaves, that something ended, is no fact of its own.
bool any_fact(const Records& records);

// The time of the last fact of all patients; nothing when there is none.
std::optional<Instant> last_fact(const Records& records);
std::optional<Instant> last_fact(const Timeline& timeline);

// Tells on standard error how many records could not be used, and those that no answer will list.
void tell_rejected(const Records& records);

// Tells there whose last fact lies so long after the others that its year may be a slip: without --at it is the "now".
void tell_far_ahead(const Records& records);

}  // namespace stormkeel
