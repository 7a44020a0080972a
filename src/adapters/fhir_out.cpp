// Writes the parts of the Bundle in order: what others refer to comes first.
#include "adapters/fhir_out.h"

#include "adapters/fhir_out_writing.h"
#include "core/walk.h"

namespace stormkeel {

std::string fhir_bundle(const FhirAnswer& answer) {
    const Walk walk = walk_to(answer.timeline, answer.guideline, answer.assessment.as_of);
    const Bedside bedside = look_at(walk, answer.timeline, answer.guideline);
    FhirWriting writing(answer, bedside);
    write_engine(writing);
    write_grades(writing);
    write_hlh_risk(writing);
    write_impression(writing);
    const auto proposals = write_proposals(writing);
    write_evaluation(writing, proposals);
    write_issues(writing);
    write_flags(writing);
    write_tasks(writing);
    write_provenance(writing);
    return writing.bundle();
}

}  // namespace stormkeel
