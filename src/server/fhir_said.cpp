// Writes the Bundle of an answer and takes it apart into resources that can be read by themselves.
#include "server/fhir_said.h"

#include "adapters/fhir_out.h"
#include "adapters/json_writing.h"
#include "server/fhir_references.h"

namespace stormkeel {

namespace {

std::vector<FhirWritten> written(const WardPatient& patient, const WardKnowledge& knowledge) {
    const Assessment& answer = patient.assessment;
    const std::string bundle = fhir_bundle(
        {patient.timeline(), knowledge.guideline.at(answer.as_of), knowledge.terminology, answer, knowledge.version});
    const auto document = std::get<std::shared_ptr<const JsonDocument>>(read_json(bundle));
    const FhirAddresses addresses = addresses_in(document->root());
    std::vector<FhirWritten> resources;
    for (const Json entry : document->root()["entry"]) {
        const Json resource = entry["resource"];
        std::string reference = std::string(resource["resourceType"].string()) + '/';
        reference += resource["id"].string();
        resources.push_back({std::move(reference), with_addresses(to_text(resource), addresses)});
    }
    return resources;
}

}  // namespace

const std::vector<FhirWritten>& FhirSaid::of(const WardPatient& patient, const WardKnowledge& knowledge) {
    return said_.of(patient, [&](const WardPatient& told) { return written(told, knowledge); });
}

}  // namespace stormkeel
