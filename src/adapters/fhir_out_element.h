// One FHIR element being written as JSON text: numbers keep their digits, and what is empty is left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantity.h"
#include "core/time.h"

namespace stormkeel {

// Members stand in the order they were added. FHIR forbids empty texts, lists and elements, so adding one adds nothing.
class FhirElement {
public:
    FhirElement& text(std::string_view key, std::string_view value);
    FhirElement& whole(std::string_view key, std::int64_t value);
    FhirElement& decimal(std::string_view key, Decimal value);
    FhirElement& boolean(std::string_view key, bool value);
    FhirElement& moment(std::string_view key, Instant at) { return text(key, to_text(at)); }
    FhirElement& element(std::string_view key, const FhirElement& value);
    FhirElement& list(std::string_view key, const std::vector<FhirElement>& values);
    FhirElement& texts(std::string_view key, const std::vector<std::string>& values);

    bool empty() const { return members_.empty(); }
    std::string json() const { return "{" + members_ + "}"; }

private:
    FhirElement& raw(std::string_view key, std::string_view json);

    std::string members_;
};

// A text as FHIR takes it: without control characters, and without blanks around it.
std::string fhir_text(std::string_view text);

}  // namespace stormkeel
