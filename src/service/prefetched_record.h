// A patient's record as it would be, had the ward taken the FHIR that came with a question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/fhir.h"
#include "service/live_ward.h"

namespace stormkeel {

// What is told of a patient by all that the ward keeps of them and by the parts, read as one: a resource of both counts
// once, in the version that the ward would let count, and where the versions do not tell, as it came. What is kept as
// taken back stays so until a version tells that it is later. Parts of other patients are left alone.
//
// Nothing when the ward keeps none of the parts in another version, so that none has to give way; of a patient whom the
// ward does not know, neither.
std::optional<Timeline> record_with(const LiveWard& ward, const std::string& patient,
                                    const std::vector<FhirPart>& parts, Instant now);

}  // namespace stormkeel
