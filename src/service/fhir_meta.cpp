// Puts members into meta, and takes them out again.
#include "service/fhir_meta.h"

#include "adapters/json_out.h"
#include "adapters/json_writing.h"
#include "service/fhir_record.h"

namespace stormkeel {

namespace {

std::shared_ptr<const JsonDocument> document_in(std::string_view text) {
    const auto read = read_json(text);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document == nullptr ? nullptr : *document;
}

void append_member(std::string& object, std::string_view name, const std::string& json) {
    if (object.back() != '{') object += ',';
    append_json_string(object, name);
    object.append(1, ':').append(json);
}

std::string json_string_of(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

// The object with another meta; without any where that is empty.
std::string with_meta(Json resource, const std::string& meta) {
    std::string text = "{";
    bool has_meta = false;
    for (const Json member : resource) {
        const bool is_meta = member.key() == "meta";
        has_meta = has_meta || is_meta;
        if (!is_meta) {
            append_member(text, member.key(), to_text(member));
        } else if (meta != "{}") {
            append_member(text, "meta", meta);
        }
    }
    if (!has_meta && meta != "{}") append_member(text, "meta", meta);
    return text + '}';
}

}  // namespace

std::string with_version(std::string_view resource, std::size_t number, Instant received) {
    if (number == 0) return std::string(resource);
    // Most that is sent has no meta anywhere, and need not be read again for it.
    const std::size_t end = resource.rfind('}');
    const bool spells_plainly = resource.find('\\') == std::string_view::npos;
    if (end != std::string_view::npos && spells_plainly && resource.find("\"meta\"") == std::string_view::npos) {
        std::string text(resource.substr(0, end));
        text.append(R"(,"meta":{"versionId":")").append(std::to_string(number));
        return text.append(R"(","lastUpdated":")").append(to_text(received)).append("\"}}");
    }
    const auto document = document_in(resource);
    if (document == nullptr) return std::string(resource);
    const Json root = document->root();
    std::string meta = "{";
    for (const Json member : root["meta"]) append_member(meta, member.key(), to_text(member));
    if (!root["meta"]["versionId"].exists()) append_member(meta, "versionId", json_string_of(std::to_string(number)));
    if (!root["meta"]["lastUpdated"].exists()) append_member(meta, "lastUpdated", json_string_of(to_text(received)));
    return with_meta(root, meta + '}');
}

std::string without_told_version(std::string text, const Record& standing) {
    const auto document = document_in(text);
    const auto kept = document_in(fhir_resource_in(standing.text));
    if (document == nullptr || kept == nullptr) return text;
    const Json meta = document->root()["meta"];
    const Json of_kept = kept->root()["meta"];
    const std::string own(of_kept["lastUpdated"].string());
    const std::string told = own.empty() ? to_text(standing.received) : own;
    if (of_kept["versionId"].exists() || meta["lastUpdated"].string() != told) return text;
    std::string left = "{";
    for (const Json member : meta) {
        const bool is_ours = member.key() == "versionId" || (member.key() == "lastUpdated" && own.empty());
        if (!is_ours) append_member(left, member.key(), to_text(member));
    }
    return with_meta(document->root(), left + '}');
}

}  // namespace stormkeel
