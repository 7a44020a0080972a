// What the program itself says of its patients in FHIR, written once for each answer.
#pragma once

#include <string>
#include <vector>

#include "server/per_answer.h"

namespace stormkeel {

// A resource as it is told.
struct FhirWritten {
    std::string reference;  // "Observation/o2"
    std::string text;       // JSON
};

// The ids stay as long as the answer.
class FhirSaid {
public:
    const std::vector<FhirWritten>& of(const WardPatient& patient, const WardKnowledge& knowledge);
    std::size_t patients() const { return said_.size(); }  // of whom it was written

private:
    PerAnswer<std::vector<FhirWritten>> said_;
};

}  // namespace stormkeel
