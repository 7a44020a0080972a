// Looks among the records of a patient, and in the Bundle that the answer is written as.
#include "server/fhir_search.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "adapters/fhir_out.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/json.h"
#include "adapters/json_writing.h"
#include "server/fhir_references.h"
#include "server/fhir_responses.h"

namespace stormkeel {

namespace {

// What the program says of a patient since something last changed: its ids stay as long as that.
std::shared_ptr<const JsonDocument> own_bundle(const ServedWard& served, const WardPatient& patient) {
    const WardKnowledge& knowledge = served.knowledge;
    const Assessment& answer = patient.assessment;
    const std::string text = fhir_bundle(
        {patient.timeline(), knowledge.guideline.at(answer.as_of), knowledge.terminology, answer, knowledge.version});
    return std::get<std::shared_ptr<const JsonDocument>>(read_json(text));
}

std::vector<std::string> own_resources(const ServedWard& served, const WardPatient& patient, std::string_view type,
                                       std::string_view id = {}) {
    std::vector<std::string> found;
    const auto document = own_bundle(served, patient);
    const FhirAddresses addresses = addresses_in(document->root());
    for (const Json entry : document->root()["entry"]) {
        const Json resource = entry["resource"];
        const bool wanted = resource["resourceType"].string() == type && (id.empty() || resource["id"].string() == id);
        if (wanted) found.push_back(with_references(to_text(resource), addresses, served.ward.record()));
    }
    return found;
}

// A patient whom no Patient told of, by what a chart or HL7 v2 told. Nothing when the id is none of FHIR.
std::vector<std::string> patient_itself(const WardPatient& patient) {
    const std::string& id = patient.record->patient();
    if (!is_fhir_id(id)) return {};
    nlohmann::ordered_json json{{"resourceType", "Patient"}, {"id", id}};
    if (const auto born = patient.timeline().birth_date()) json["birthDate"] = to_text(*born);
    return {json.dump()};
}

}  // namespace

std::vector<std::string> fhir_resources_of(const ServedWard& served, std::string_view patient, std::string_view type) {
    std::vector<std::string> found;
    const WardPatient* known = served.ward.patient(patient);
    if (known == nullptr) return found;
    const std::string prefix = std::string(type) + '/';
    std::map<std::string_view, const Record*> last;  // by reference
    std::vector<std::string_view> order;
    for (const Record* record : served.ward.record().records_of(known->record->patient())) {
        if (record->form != RecordForm::fhir || !record->source.starts_with(prefix)) continue;
        if (last.insert_or_assign(record->source, record).second) order.push_back(record->source);
    }
    for (const std::string_view reference : order) {
        std::string text = fhir_resource_in(last[reference]->text);
        if (!text.empty()) found.push_back(std::move(text));
    }
    const WardRecord& ward = served.ward.record();
    FhirAddresses addresses;
    if (std::any_of(found.begin(), found.end(), refers_to_address)) {
        addresses = addresses_of(ward, known->record->patient());
    }
    for (std::string& text : found) text = with_references(std::move(text), addresses, ward);
    if (type == "Patient") return order.empty() ? patient_itself(*known) : found;
    for (std::string& text : own_resources(served, *known, type)) found.push_back(std::move(text));
    return found;
}

Stored<std::optional<FhirFoundResource>> fhir_resource(const ServedWard& served, std::string_view type,
                                                       std::string_view id) {
    const auto versions = served.store.versions(std::string(type).append(1, '/').append(id));
    if (const auto* problem = std::get_if<StoreProblem>(&versions)) return *problem;
    const auto& records = std::get<std::vector<Record>>(versions);
    if (!records.empty()) {
        const WardRecord& ward = served.ward.record();
        std::string text = fhir_resource_in(records.back().text);
        FhirFoundResource found{{}, records.size(), text.empty()};
        FhirAddresses addresses;
        if (refers_to_address(text)) {
            addresses = addresses_of(ward, ward.standing_for(ward.owner_of_resource(records.back().source)));
        }
        found.text = with_references(std::move(text), addresses, ward);
        return std::optional(std::move(found));
    }
    if (type == "Patient") {
        const WardPatient* known = served.ward.patient(id);
        // One who was joined into another is read by the other's id.
        if (known == nullptr || known->record->patient() != id) return std::optional<FhirFoundResource>();
        const auto found = patient_itself(*known);
        return found.empty() ? std::optional<FhirFoundResource>() : std::optional(FhirFoundResource{found.front()});
    }
    // What the program says has a UUID for an id: no other is looked for in what it says of each patient.
    constexpr std::size_t length_of_uuid = 36;
    if (id.size() != length_of_uuid) return std::optional<FhirFoundResource>();
    for (const auto& [patient, known] : served.ward.patients()) {
        const auto found = own_resources(served, known, type, id);
        if (!found.empty()) return std::optional(FhirFoundResource{found.front()});
    }
    return std::optional<FhirFoundResource>();
}

}  // namespace stormkeel
