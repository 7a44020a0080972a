// Looks among the records of a patient, and in what the program says of them.
#include "server/fhir_search.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

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

// The resource that a record holds, with its references as "Type/id".
class TextsOf {
public:
    TextsOf(const WardRecord& ward, const std::string& patient) : ward_(ward), patient_(patient) {}

    std::string of(const Record& record) {
        std::string text = fhir_resource_in(record.text);
        if (!addresses_ && refers_to_address(text)) addresses_ = addresses_of(ward_, patient_);
        return with_references(std::move(text), addresses_ ? *addresses_ : none_, ward_);
    }

private:
    const WardRecord& ward_;
    const std::string& patient_;
    const FhirAddresses none_;
    std::optional<FhirAddresses> addresses_;  // of the patient's Bundles, once one is needed
};

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
    TextsOf texts(ward, patient);
    for (const auto& [record, stands_alone] : ward.resources_of(patient, query.type)) {
        if (!is_wanted(record->source) || !next_is_told()) continue;
        const std::string_view text = stands_alone ? record->text : found.written.emplace_back(texts.of(*record));
        found.resources.push_back({record->source, text});
    }
    if (query.type == "Patient") {
        if (found.in_all > 0 || !is_fhir_id(patient)) return found;
        if (!next_is_told()) return found;
        const std::string_view reference = found.written.emplace_back("Patient/" + patient);
        found.resources.push_back({reference, found.written.emplace_back(patient_itself(*known))});
        return found;
    }
    for (const FhirWritten& said : served.said.of(*known, served.knowledge)) {
        if (type_of_reference(said.reference) == query.type && is_wanted(said.reference) && next_is_told()) {
            found.resources.push_back({said.reference, said.text});
        }
    }
    return found;
}

namespace {

// What the program says has a UUID for an id, with the mark of its patient: what is said of others is not written out
// for it. What tells of the program itself stands in what it says of anybody whom the same packs answered for.
std::optional<FhirFoundResource> said(ServedWard& served, std::string_view type, std::string_view id) {
    constexpr std::size_t length_of_uuid = 36;
    if (id.size() != length_of_uuid) return std::nullopt;
    const std::string reference = std::string(type).append(1, '/').append(id);
    std::set<std::string_view> packs;
    for (const auto& [patient, known] : served.ward.patients()) {
        const bool may_tell = type == "Device" ? packs.insert(known.assessment.fingerprint).second
                                               : id.starts_with(mark_in_uuids(patient));
        if (!may_tell) continue;
        for (const FhirWritten& one : served.said.of(known, served.knowledge)) {
            if (one.reference == reference) return FhirFoundResource{one.text};
        }
    }
    return std::nullopt;
}

}  // namespace

Stored<std::optional<FhirFoundResource>> fhir_resource(ServedWard& served, std::string_view type, std::string_view id) {
    // A step of a path may hold a slash, and nothing but a resource may be told by its source.
    if (!is_fhir_id(type) || !is_fhir_id(id)) return std::optional<FhirFoundResource>();
    const auto versions = served.store.versions(std::string(type).append(1, '/').append(id));
    if (const auto* problem = std::get_if<StoreProblem>(&versions)) return *problem;
    const auto& records = std::get<std::vector<Record>>(versions);
    const auto called = served.call_back(records.empty() ? std::string(id) : records.back().patient);
    if (const auto* problem = std::get_if<StoreProblem>(&called)) return *problem;
    if (!records.empty()) {
        const WardRecord& ward = served.ward.record();
        const Record* counting = ward.resource(records.back().source);
        const Record& told = counting == nullptr ? records.back() : *counting;
        const std::string patient = ward.standing_for(told.patient);
        // Not how many there are: an earlier one may have come since.
        const auto place = std::find_if(records.begin(), records.end(),
                                        [&](const Record& record) { return record.number == told.number; });
        FhirFoundResource found{TextsOf(ward, patient).of(told), static_cast<std::size_t>(place - records.begin()) + 1};
        found.gone = found.text.empty();
        found.received = told.received;
        return std::optional(std::move(found));
    }
    if (type == "Patient") {
        const WardPatient* known = served.ward.patient(id);
        // One who was joined into another is read by the other's id.
        if (known == nullptr || known->record->patient() != id) return std::optional<FhirFoundResource>();
        return std::optional(FhirFoundResource{patient_itself(*known)});
    }
    return said(served, type, id);
}

Stored<FhirMatches> fhir_resource_with(ServedWard& served, std::string_view type, std::string_view id) {
    auto read = fhir_resource(served, type, id);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    auto& resource = std::get<std::optional<FhirFoundResource>>(read);
    FhirMatches found;
    if (!resource || resource->gone) return found;
    found.in_all = 1;
    const std::string_view reference = found.written.emplace_back(std::string(type).append(1, '/').append(id));
    found.resources.push_back({reference, found.written.emplace_back(std::move(resource->text))});
    return found;
}

Stored<std::optional<FhirFoundResource>> fhir_version(ServedWard& served, std::string_view reference,
                                                      std::size_t number) {
    const auto versions = served.store.versions(reference);
    if (const auto* problem = std::get_if<StoreProblem>(&versions)) return *problem;
    const auto& records = std::get<std::vector<Record>>(versions);
    if (number == 0 || number > records.size()) return std::optional<FhirFoundResource>();
    const Record& told = records[number - 1];
    const auto called = served.call_back(told.patient);
    if (const auto* problem = std::get_if<StoreProblem>(&called)) return *problem;
    const WardRecord& ward = served.ward.record();
    FhirFoundResource found{TextsOf(ward, ward.standing_for(told.patient)).of(told), number};
    found.gone = found.text.empty();
    found.received = told.received;
    return std::optional(std::move(found));
}

}  // namespace stormkeel
