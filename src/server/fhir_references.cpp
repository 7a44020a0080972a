// Finds "reference" members that hold an address of a Bundle or a search, and writes what they mean instead.
#include "server/fhir_references.h"

namespace stormkeel {

namespace {

constexpr std::string_view reference_member = R"("reference":")";
constexpr std::string_view by_identifier = "Patient?identifier=";

void add_addresses(FhirAddresses& addresses, const Record& record) {
    if (record.text.find(R"("fullUrl":"urn:)") == std::string::npos) return;
    const auto read = read_json(record.text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document != nullptr) addresses.merge(addresses_in((*document)->root()));
}

// Empty when it leads nowhere.
std::string meant(std::string_view reference, const FhirAddresses& addresses, const WardRecord& ward) {
    if (const auto found = addresses.find(reference); found != addresses.end()) return found->second;
    if (!reference.starts_with(by_identifier)) return {};
    const std::string_view token = reference.substr(by_identifier.size());
    const auto bar = token.find('|');
    const auto with = bar == std::string_view::npos ? ward.patients_with("", token)
                                                    : ward.patients_with(token.substr(0, bar), token.substr(bar + 1));
    return with.size() == 1 ? "Patient/" + with.front() : std::string();
}

// `meant` tells what a reference means, and nothing when that is what it says.
template <typename Meant>
std::string with(std::string text, const Meant& meant) {
    for (std::size_t at = text.find(reference_member); at != std::string::npos; at = text.find(reference_member, at)) {
        at += reference_member.size();
        const std::size_t end = text.find('"', at);
        if (end == std::string::npos) break;
        const std::string instead = meant(std::string_view(text).substr(at, end - at));
        if (!instead.empty()) text.replace(at, end - at, instead);
    }
    return text;
}

}  // namespace

FhirAddresses addresses_in(Json bundle) {
    FhirAddresses addresses;
    for (const Json entry : bundle["entry"]) {
        const std::string address(entry["fullUrl"].string());
        const Json resource = entry["resource"];
        const std::string id(resource["id"].string());
        if (!address.starts_with("urn:") || id.empty()) continue;
        addresses.emplace(address, std::string(resource["resourceType"].string()).append(1, '/').append(id));
    }
    return addresses;
}

FhirAddresses addresses_of(const WardRecord& ward, std::string_view patient) {
    FhirAddresses addresses;
    for (const Record* record : ward.records_of(patient)) {
        if (record->form != RecordForm::fhir) continue;
        add_addresses(addresses, *record);
        for (const Record* shared : ward.referred_to_in(record->text)) add_addresses(addresses, *shared);
    }
    return addresses;
}

std::string with_addresses(std::string text, const FhirAddresses& addresses) {
    return with(std::move(text), [&](std::string_view reference) {
        const auto found = addresses.find(reference);
        return found == addresses.end() ? std::string() : found->second;
    });
}

std::string with_references(std::string text, const FhirAddresses& addresses, const WardRecord& ward) {
    return with(std::move(text), [&](std::string_view reference) { return meant(reference, addresses, ward); });
}

}  // namespace stormkeel
