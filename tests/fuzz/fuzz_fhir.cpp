// Any bytes as FHIR JSON or NDJSON: read without a crash, every answer sound.
#include <cstdint>
#include <sstream>

#include "../properties/knowledge.h"
#include "adapters/fhir.h"
#include "answers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace stormkeel;
    if (size > 32'768) return 0;
    const std::string text(bytes, bytes + size);
    FhirReader reader(knowledge().terminology);
    if (looks_like_ndjson(text)) {
        std::istringstream lines(text);
        reader.add_ndjson(lines);
    } else {
        reader.add_document(text);
    }
    const FhirPatients read = reader.finish();
    for (const auto& [id, timeline] : read.patients) fuzz::demand_sound_answers(timeline, knowledge().guideline);
    return 0;
}
