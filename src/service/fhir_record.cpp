// Tells a Bundle of one entry from a resource, and reads no text that cannot be one.
#include "service/fhir_record.h"

#include "adapters/fhir_out_identity.h"
#include "adapters/fhir_shelf.h"
#include "adapters/json.h"
#include "adapters/json_writing.h"

namespace stormkeel {

namespace {

// What does not hold the word, nor a letter written as its number, is no Bundle.
bool may_be_bundle(std::string_view text) {
    return text.find("Bundle") != std::string_view::npos || text.find("\\u") != std::string_view::npos;
}

std::string as_entry(const std::string& members) {
    return R"({"resourceType":"Bundle","type":"collection","entry":[{)" + members + "}]}";
}

bool refers_to_search(std::string_view resource) {
    return resource.find(R"("reference":"Patient?)") != std::string_view::npos;
}

FhirRemoval removal_in(const FhirVersionTold& bundle) {
    FhirRemoval removal;
    read_removal(bundle.body["entry"][std::size_t{0}], bundle.received, removal);
    return removal;
}

}  // namespace

std::string kept_id_of(const FhirPart& part) {
    constexpr std::string_view urn_uuid = "urn:uuid:";
    if (!part.id.empty() || part.kind == FhirPart::Kind::deleted) return part.id;
    if (part.full_url.starts_with(urn_uuid)) return part.full_url.substr(urn_uuid.size());
    return uuid_of(to_text(part.body));
}

std::string kept_text_of(const FhirPart& part, const std::string& id) {
    if (part.kind == FhirPart::Kind::deleted) {
        const std::string entry = to_text(part.body);
        return as_entry(entry.substr(1, entry.size() - 2));
    }
    const std::string resource = part.id.empty() ? to_text_with(part.body, "id", id) : to_text(part.body);
    if (part.full_url.empty()) return resource;
    const std::string address = to_text_with({}, "fullUrl", part.full_url);
    return as_entry(address.substr(1, address.size() - 2) + ",\"resource\":" + resource);
}

bool refers_to_address(std::string_view resource) {
    return resource.find(R"("reference":"urn:)") != std::string_view::npos;
}

bool stands_alone(std::string_view text) {
    return !may_be_bundle(text) && !refers_to_address(text) && !refers_to_search(text);
}

std::string fhir_resource_in(std::string_view text) {
    if (!may_be_bundle(text)) return std::string(text);
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    if (document == nullptr) return {};
    const Json root = (*document)->root();
    if (root["resourceType"].string() != "Bundle") return std::string(text);
    return to_text(root["entry"][std::size_t{0}]["resource"]);
}

bool deletes_resource(std::string_view text) { return may_be_bundle(text) && fhir_resource_in(text).empty(); }

bool holds_earlier_version(const Record& record, const Record& other) {
    const bool deletes = deletes_resource(record.text);
    const bool deleted = deletes_resource(other.text);
    const auto one = read_json(deletes ? record.text : fhir_resource_in(record.text));
    const auto two = read_json(deleted ? other.text : fhir_resource_in(other.text));
    const auto* first = std::get_if<std::shared_ptr<const JsonDocument>>(&one);
    const auto* second = std::get_if<std::shared_ptr<const JsonDocument>>(&two);
    if (first == nullptr || second == nullptr || (deletes && deleted)) return false;
    const FhirVersionTold mine{(*first)->root(), record.received};
    const FhirVersionTold theirs{(*second)->root(), other.received};
    if (deletes) return is_after_removal(theirs, removal_in(mine));
    if (deleted) return is_before_removal(mine, removal_in(theirs));
    return is_earlier_version(mine, theirs);
}

}  // namespace stormkeel
