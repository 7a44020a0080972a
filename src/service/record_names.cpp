// Looks into the texts of FHIR, and into messages that were read.
#include "service/record_names.h"

#include <algorithm>
#include <array>

namespace stormkeel {

std::vector<std::string> references_in(std::string_view text) {
    constexpr std::array<std::string_view, 5> beginnings{"Medication/", "Substance/", "Device/", "Location/",
                                                         "urn:uuid:"};
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:/";
    std::vector<std::string> found;
    for (const std::string_view beginning : beginnings) {
        for (std::size_t at = text.find(beginning); at != std::string_view::npos; at = text.find(beginning, at + 1)) {
            const std::size_t end = std::min(text.find_first_not_of(letters, at), text.size());
            found.emplace_back(text.substr(at, end - at));
        }
    }
    return found;
}

Json resource_in(const std::shared_ptr<const JsonDocument>& document) {
    const Json root = document->root();
    return root["resourceType"].string() == "Bundle" ? root["entry"][std::size_t{0}]["resource"] : root;
}

bool is_under_way(Json encounter) {
    constexpr std::array<std::string_view, 4> under_way{"arrived", "triaged", "in-progress", "onleave"};
    return std::find(under_way.begin(), under_way.end(), encounter["status"].string()) != under_way.end();
}

bool is_patient_resource(const Record& record) {
    return record.form == RecordForm::fhir && record.source.starts_with("Patient/");
}

std::vector<SystemAndValue> identifiers_in(const Record& patient_resource) {
    std::vector<SystemAndValue> found;
    const auto read = read_json(patient_resource.text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return found;
    for (const Json identifier : resource_in(*document)["identifier"]) {
        const std::string value(identifier["value"].string());
        if (!value.empty()) found.emplace_back(identifier["system"].string(), value);
    }
    return found;
}

std::set<std::string> persons_named_in(const Hl7Reading& reading) {
    std::set<std::string> names;
    for (const Hl7Person& person : reading.persons) {
        names.insert(person.patient);
        if (!person.prior_patient.empty()) names.insert(person.prior_patient);
    }
    return names;
}

}  // namespace stormkeel
