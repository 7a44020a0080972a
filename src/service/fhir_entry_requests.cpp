// A request that would be done in part would be done wrongly: a duplicate, or another version overwritten.
#include "service/fhir_entry_requests.h"

#include <array>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_values.h"
#include "adapters/words.h"

namespace stormkeel {

namespace {

// What is no escape stays as it is.
std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    };
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escape =
            text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0;
        decoded += escape ? static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2])) : text[at];
        if (escape) at += 2;
    }
    return decoded;
}

std::string why_no_address(std::string_view method, std::string_view url, const FhirPart& part) {
    const std::string asked = std::string(method) + " " + quoted_clipped(url);
    if (url.find('?') != std::string_view::npos) {
        return asked + " names its resource by a search, which is not done here; " + std::string(method) +
               " TYPE/ID would be right";
    }
    const std::string address = "/" + std::string(url);
    const FhirTarget target = target_of(address);
    if (method != "PUT" || target.type.empty()) return {};
    if (target.type == part.type && target.id == part.id) return {};
    return asked + " brings " + quoted_clipped(part.type + "/" + part.id) + "; both have to name one resource";
}

}  // namespace

std::optional<FhirIdentifierAskedFor> identifier_asked_for(const FhirPart& part) {
    constexpr std::array<std::string_view, 5> looked_up{"Patient", "Location", "Device", "Medication", "Substance"};
    constexpr std::string_view parameter = "identifier=";
    std::string_view condition = part.request["ifNoneExist"].string();
    condition = condition.substr(condition.find('?') == std::string_view::npos ? 0 : condition.find('?') + 1);
    const bool done = part.request["method"].string() == "POST" && is_in(looked_up, part.type) &&
                      condition.starts_with(parameter) && condition.find_first_of("&,") == std::string_view::npos;
    if (!done) return std::nullopt;
    const std::string token = percent_decoded(condition.substr(parameter.size()));
    const std::size_t bar = token.find('|');
    FhirIdentifierAskedFor asked;
    if (bar != std::string::npos) asked.system = token.substr(0, bar);
    asked.value = token.substr(bar == std::string::npos ? 0 : bar + 1);
    return asked.value.empty() ? std::nullopt : std::optional(std::move(asked));
}

std::string why_not_done(const FhirPart& part) {
    const Json request = part.request;
    if (!request.exists()) return {};
    const std::string_view method = request["method"].string();
    if (!method.empty() && method != "POST" && method != "PUT" && method != "DELETE") {
        return quoted_clipped(method) + " of a resource is not done here; PUT with the whole resource would be right";
    }
    if (part.kind != FhirPart::Kind::used && part.kind != FhirPart::Kind::deleted) return {};
    constexpr std::array<std::string_view, 4> conditions{"ifNoneExist", "ifMatch", "ifNoneMatch", "ifModifiedSince"};
    for (const std::string_view condition : conditions) {
        if (!request[condition].exists()) continue;
        if (condition == "ifNoneExist" && identifier_asked_for(part)) continue;
        return "request." + std::string(condition) +
               " is not done here; PUT TYPE/ID with an id of your own would be right: sent again it is the same "
               "resource. If-Match is heeded on a PUT of one resource, and ifNoneExist as identifier=SYSTEM|VALUE of a "
               "Patient, Location, Device, Medication or Substance";
    }
    return method == "PUT" || method == "DELETE" ? why_no_address(method, request["url"].string(), part)
                                                 : std::string();
}

}  // namespace stormkeel
