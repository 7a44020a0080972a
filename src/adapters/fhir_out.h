// The assessment as a FHIR R4 Bundle: grades, risks, proposals, alerts and clocks, all of them drafts for a person.
#pragma once

#include <string>
#include <string_view>

#include "adapters/terminology.h"
#include "core/assessment.h"
#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel {

// What a Bundle is written from. The assessment is that of the timeline by this guideline.
struct FhirAnswer {
    const Timeline& timeline;
    const Guideline& guideline;
    const Terminology& terminology;
    const Assessment& assessment;
    std::string_view version;  // of the program
};

// One Bundle of type collection as one JSON object without a line end; docs/fhir-output.md tells what stands in it.
// Every resource is preliminary, a draft, a proposal or a request to look: nothing in it is an order. Times are UTC
// with Z, numbers stand as exact decimals, and what there is not is left out, because FHIR knows no empty value. The
// ids follow from the patient, the time and the statement, so the same facts give the same bytes.
std::string fhir_bundle(const FhirAnswer& answer);

}  // namespace stormkeel
