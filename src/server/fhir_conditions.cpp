// A condition is heeded or refused, never passed over.
#include "server/fhir_conditions.h"

#include <algorithm>

#include "adapters/chart_csv_words.h"
#include "server/fhir_responses.h"
#include "server/fhir_search.h"

namespace stormkeel {

namespace {

// The number in one tag of a list: "2" of W/"2", of "2" in quotation marks and of 2.
std::string_view bare_tag(std::string_view tag) {
    constexpr std::string_view blanks = " \t";
    tag.remove_prefix(std::min(tag.find_first_not_of(blanks), tag.size()));
    tag = tag.substr(0, tag.find_last_not_of(blanks) + 1);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    const bool quoted = tag.size() >= 2 && tag.front() == '"' && tag.back() == '"';
    return quoted ? tag.substr(1, tag.size() - 2) : tag;
}

bool names_version(std::string_view tags, std::string_view version) {
    while (!tags.empty()) {
        const std::string_view tag = tags.substr(0, tags.find(','));
        tags.remove_prefix(std::min(tags.size(), tag.size() + 1));
        if (const std::string_view bare = bare_tag(tag); bare == "*" || bare == version) return true;
    }
    return false;
}

}  // namespace

std::optional<HttpResponse> refusal_of_conditions(const HttpRequest& request) {
    const auto refuse = [](std::string_view field) {
        return fhir_outcome(400, "not-supported",
                            std::string(field) +
                                " is not heeded here, and nothing was kept; PUT /fhir/TYPE/ID with an id of your own "
                                "would be right: sent again it is the same resource. With If-Match it is done only to "
                                "that version");
    };
    if (!request.field("if-none-exist").empty()) return refuse("If-None-Exist");
    if (!request.field("if-none-match").empty()) return refuse("If-None-Match");
    if (!request.field("if-unmodified-since").empty()) return refuse("If-Unmodified-Since");
    if (request.method != "PUT" && !request.field("if-match").empty()) return refuse("If-Match on " + request.method);
    return std::nullopt;
}

std::optional<HttpResponse> refusal_by_version(ServedWard& served, const HttpRequest& request, std::string_view type,
                                               std::string_view id) {
    const std::string_view tags = request.field("if-match");
    if (tags.empty()) return std::nullopt;
    const std::string reference = std::string(type).append(1, '/').append(id);
    // The version that it would overwrite may wait to be kept.
    if (served.waits(reference)) served.keep_waiting();
    const auto found = fhir_resource(served, type, id);
    if (const auto* problem = std::get_if<StoreProblem>(&found)) return served.refused(*problem);
    const auto& resource = std::get<std::optional<FhirFoundResource>>(found);
    const bool stands = resource && !resource->gone && resource->version > 0;
    const std::string version = stands ? std::to_string(resource->version) : std::string();
    if (stands && names_version(tags, version)) return std::nullopt;
    const std::string what = stands ? "stands in version W/\"" + version + '"' : "is not here";
    return fhir_outcome(412, "conflict",
                        "If-Match is " + quoted_clipped(tags) + " and " + reference + ' ' + what +
                            "; nothing was kept. Read it again, and put your change into what it is now");
}

}  // namespace stormkeel
