// Writes the members of a FHIR element one after the other.
#include "adapters/fhir_out_element.h"

#include <nlohmann/json.hpp>

namespace stormkeel {
namespace {

// The characters of a JSON string, quoted; bytes that are no UTF-8 are replaced.
std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string fhir_text(std::string_view text) {
    constexpr unsigned char first_printable = 0x20;
    constexpr unsigned char delete_mark = 0x7F;
    std::string clean;
    clean.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool control = (byte < first_printable && c != '\n' && c != '\t') || byte == delete_mark;
        clean += control ? '?' : c;
    }
    const std::size_t begin = clean.find_first_not_of(" \t\n");
    if (begin == std::string::npos) return {};
    return clean.substr(begin, clean.find_last_not_of(" \t\n") - begin + 1);
}

FhirElement& FhirElement::raw(std::string_view key, std::string_view json) {
    if (!members_.empty()) members_ += ',';
    members_ += '"';
    members_ += key;
    members_ += "\":";
    members_ += json;
    return *this;
}

FhirElement& FhirElement::text(std::string_view key, std::string_view value) {
    const std::string clean = fhir_text(value);
    return clean.empty() ? *this : raw(key, json_string(clean));
}

FhirElement& FhirElement::whole(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }

FhirElement& FhirElement::decimal(std::string_view key, Decimal value) { return raw(key, to_text(value)); }

FhirElement& FhirElement::boolean(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }

FhirElement& FhirElement::element(std::string_view key, const FhirElement& value) {
    return value.empty() ? *this : raw(key, value.json());
}

FhirElement& FhirElement::list(std::string_view key, const std::vector<FhirElement>& values) {
    std::string json;
    for (const FhirElement& value : values) {
        if (value.empty()) continue;
        json += (json.empty() ? "[" : ",") + value.json();
    }
    return json.empty() ? *this : raw(key, json + "]");
}

FhirElement& FhirElement::texts(std::string_view key, const std::vector<std::string>& values) {
    std::string json;
    for (const std::string& value : values) {
        const std::string clean = fhir_text(value);
        if (!clean.empty()) json += (json.empty() ? "[" : ",") + json_string(clean);
    }
    return json.empty() ? *this : raw(key, json + "]");
}

}  // namespace stormkeel
