// Looks among the records of a patient, and in what the program says of them.
#include "server/fhir_search.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/fhir_out_identity.h"
#include "server/fhir_references.h"
#include "service/fhir_record.h"

namespace stormkeel {

namespace {

// A patient whom no Patient told of, by what a chart or HL7 v2 told. The id has to be one of FHIR.
std::string patient_itself(const WardPatient& patient) {
    nlohmann::ordered_json json{{"resourceType", "Patient"}, {"id", patient.record->patient()}};
    if (const auto born = patient.timeline().birth_date()) json["birthDate"] = to_text(*born);
    return json.dump();
}

void put_references(std::vector<FhirListed>& resources, const std::string& patient, const WardRecord& ward) {
    FhirAddresses addresses;
    const auto leads_to_address = [](const FhirListed& each) { return refers_to_address(each.text); };
    if (std::any_of(resources.begin(), resources.end(), leads_to_address)) addresses = addresses_of(ward, patient);
    for (FhirListed& each : resources) each.text = with_references(std::move(each.text), addresses, ward);
}

}  // namespace

FhirMatches fhir_search(ServedWard& served, const FhirQuery& query) {
    FhirMatches found;
    const WardPatient* known = served.ward.patient(query.patient);
    if (known == nullptr) return found;
    const WardRecord& ward = served.ward.record();
    const std::string& patient = known->record->patient();
    const auto is_wanted = [&](std::string_view reference) {
        return query.id.empty() || reference.substr(query.type.size() + 1) == query.id;
    };
    const auto next_is_told = [&] {
        const std::size_t place = found.in_all++;
        return place >= query.from && place - query.from < query.count;
    };
    for (const Record* record : ward.resources_of(patient, query.type)) {
        if (is_wanted(record->source) && next_is_told()) {
            found.resources.push_back({record->source, fhir_resource_in(record->text)});
        }
    }
    put_references(found.resources, patient, ward);
    if (query.type == "Patient") {
        if (found.in_all > 0 || !is_fhir_id(patient)) return found;
        if (next_is_told()) found.resources.push_back({"Patient/" + patient, patient_itself(*known)});
        return found;
    }
    for (const FhirListed& said : served.said.of(*known, served.knowledge)) {
        if (type_of_reference(said.reference) == query.type && is_wanted(said.reference) && next_is_told()) {
            found.resources.push_back(said);
        }
    }
    return found;
}

Stored<std::optional<FhirFoundResource>> fhir_resource(ServedWard& served, std::string_view type, std::string_view id) {
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
        if (!is_fhir_id(known->record->patient())) return std::optional<FhirFoundResource>();
        return std::optional(FhirFoundResource{patient_itself(*known)});
    }
    // What the program says has a UUID for an id: no other is looked for in what it says of each patient.
    constexpr std::size_t length_of_uuid = 36;
    if (id.size() != length_of_uuid) return std::optional<FhirFoundResource>();
    const std::string reference = std::string(type).append(1, '/').append(id);
    for (const auto& [patient, known] : served.ward.patients()) {
        for (const FhirListed& said : served.said.of(known, served.knowledge)) {
            if (said.reference == reference) return std::optional(FhirFoundResource{said.text});
        }
    }
    return std::optional<FhirFoundResource>();
}

}  // namespace stormkeel
