// Compares origins exactly, and tells a browser no more than it has to know.
#include "server/cds_origins.h"

#include <algorithm>

namespace stormkeel {

namespace {

bool is_allowed(std::string_view origin, std::span<const std::string> origins) {
    return !origin.empty() && std::find(origins.begin(), origins.end(), origin) != origins.end();
}

}  // namespace

bool is_of_cds(std::string_view path) { return path == "/cds-services" || path.starts_with("/cds-services/"); }

std::optional<HttpResponse> preflight_answer(const HttpRequest& request, std::span<const std::string> origins) {
    const bool asks = request.method == "OPTIONS" && is_of_cds(request.path) && !request.field("origin").empty() &&
                      !request.field("access-control-request-method").empty();
    if (!asks || origins.empty()) return std::nullopt;
    HttpResponse response{204, "", {}};
    if (!is_allowed(request.field("origin"), origins)) {
        response = error_response(403, "pages of this origin may not ask here; [cds] origins names those that may");
        response.fields["Vary"] = "Origin";
        return response;
    }
    response.fields["Access-Control-Allow-Methods"] = "GET, POST";
    response.fields["Access-Control-Allow-Headers"] = "Authorization, Content-Type";
    response.fields["Access-Control-Max-Age"] = "600";
    let_page_read(request, origins, response);
    return response;
}

void let_page_read(const HttpRequest& request, std::span<const std::string> origins, HttpResponse& response) {
    if (origins.empty() || !is_of_cds(request.path)) return;
    // What is kept of an answer to one page is none for another.
    response.fields["Vary"] = "Origin";
    const std::string_view origin = request.field("origin");
    if (is_allowed(origin, origins)) response.fields["Access-Control-Allow-Origin"] = origin;
}

}  // namespace stormkeel
