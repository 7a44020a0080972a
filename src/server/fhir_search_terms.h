// What a search of FHIR asks for, by its parameters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "server/http.h"

namespace stormkeel {

struct FhirSearchTerms {
    std::size_t from = 0;
    std::size_t count = 0;  // at most 200; 0 asks how many there are, and for none of them
    std::string ignored;    // what is not known here and was not looked at: "code, date"; empty: nothing
};

// Why a search is refused: a number that is none, another form than JSON, or, with Prefer: handling=strict, a parameter
// that is not known here.
struct FhirSearchRefusal {
    int status = 400;
    std::string why;
};
std::variant<FhirSearchTerms, FhirSearchRefusal> search_terms(const HttpRequest& request, std::string_view type);

}  // namespace stormkeel
