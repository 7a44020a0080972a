// What the program itself says of its patients in FHIR, written once for each answer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "service/live_ward.h"

namespace stormkeel {

// A resource as it is told.
struct FhirWritten {
    std::string reference;  // "Observation/o2"
    std::string text;       // JSON
};

// Keeps what was written for the patients that were asked about, until they are answered for anew. The ids stay as long
// as that.
class FhirSaid {
public:
    const std::vector<FhirWritten>& of(const WardPatient& patient, const WardKnowledge& knowledge);

private:
    struct Said {
        std::uint64_t answer = 0;
        std::vector<FhirWritten> resources;
    };
    std::map<std::string, Said, std::less<>> by_patient_;
};

}  // namespace stormkeel
