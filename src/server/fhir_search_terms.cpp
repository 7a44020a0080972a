// Reads the parameters of a search; those of the patient are read where the patient is looked for.
#include "server/fhir_search_terms.h"

#include <algorithm>
#include <array>
#include <optional>

#include "adapters/chart_csv_words.h"
#include "server/route.h"

namespace stormkeel {

namespace {

constexpr std::size_t most = 200;

bool is_known(std::string_view name, std::string_view type) {
    constexpr std::array<std::string_view, 4> of_all{"_id", "_count", "_offset", "_format"};
    if (std::find(of_all.begin(), of_all.end(), name) != of_all.end()) return true;
    return name == "patient" || name == (type == "Patient" ? "identifier" : "subject");
}

// Of a parameter that is there: its number, or nothing when it is none.
std::optional<std::size_t> number_in(const HttpRequest& request, const char* name, std::size_t without) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return without;
    const auto number = whole_number(found->second);
    return number ? std::optional<std::size_t>(*number) : std::nullopt;
}

bool is_strict(const HttpRequest& request) {
    return request.field("prefer").find("handling=strict") != std::string_view::npos;
}

}  // namespace

std::variant<FhirSearchTerms, FhirSearchRefusal> search_terms(const HttpRequest& request, std::string_view type) {
    FhirSearchTerms terms;
    for (const auto& [name, value] : request.query) {
        if (!is_known(name, type)) terms.ignored += (terms.ignored.empty() ? "" : ", ") + clipped(name);
    }
    if (!terms.ignored.empty() && is_strict(request)) {
        return FhirSearchRefusal{400, "no search here knows " + terms.ignored + "; " +
                                          (type == "Patient" ? "_id, identifier, patient" : "patient, subject, _id") +
                                          ", _count and _offset are known"};
    }
    if (const auto form = request.query.find("_format");
        form != request.query.end() && form->second.find("json") == std::string::npos) {
        return FhirSearchRefusal{406, "_format " + quoted_clipped(form->second) + " is not written; json is"};
    }
    if (type != "Patient" && request.parameter("_id").find(',') != std::string_view::npos) {
        return FhirSearchRefusal{400, "_id names several by a comma; one search for each would be right"};
    }
    const auto count = number_in(request, "_count", most);
    const auto from = number_in(request, "_offset", 0);
    if (!count) return FhirSearchRefusal{400, "_count has to be a whole number from 0 on"};
    if (!from) return FhirSearchRefusal{400, "_offset has to be a whole number from 0 on"};
    terms.count = std::min(*count, most);
    terms.from = *from;
    return terms;
}

}  // namespace stormkeel
