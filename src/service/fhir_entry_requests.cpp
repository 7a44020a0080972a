// A request that would be done in part would be done wrongly: a duplicate, or another version overwritten.
#include "service/fhir_entry_requests.h"

#include <array>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_values.h"

namespace stormkeel {

namespace {

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
        return "request." + std::string(condition) +
               " is not done here; PUT TYPE/ID with an id of your own would be right: sent again it is the same "
               "resource. If-Match is heeded on a PUT of one resource";
    }
    return method == "PUT" || method == "DELETE" ? why_no_address(method, request["url"].string(), part)
                                                 : std::string();
}

}  // namespace stormkeel
