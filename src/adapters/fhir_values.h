// FHIR's data types as plain values: codes, concepts, quantities and times, each with a reason when it cannot be used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/json.h"
#include "adapters/terminology.h"
#include "core/time.h"

namespace stormkeel {

struct FhirCoding {
    std::string_view system;
    std::string_view code;
    std::string_view display;
};

// A CodeableConcept. Its texts live as long as the document.
struct FhirConcept {
    std::vector<FhirCoding> codings;
    std::string_view text;

    bool empty() const { return codings.empty() && text.empty(); }
    std::vector<std::string_view> names() const;  // text first, then each display, none of them empty
};
FhirConcept concept_of(Json codeable_concept);
FhirConcept concept_of_coding(Json coding);

// What people call it: "LOINC 8310-5 'Body temperature'", "'Further analysis'", nothing_named.
constexpr std::string_view nothing_named = "nothing";
std::string label_of(const FhirConcept& concept_);

// A Quantity with its value as it was written.
struct FhirQuantity {
    Decimal amount;
    Comparator comparator = Comparator::equal;
    std::string unit;     // the UCUM code, else the unit; empty when there is neither
    std::string written;  // ">40000 ug/L"

    std::string number() const;  // ">40000", as a chart writes it
};
std::variant<FhirQuantity, Refusal> quantity_of(Json quantity, const Terminology& terminology);
std::variant<FhirQuantity, Refusal> ratio_of(Json ratio,
                                             const Terminology& terminology);  // as numerator/denominator: "100 mL/h"

// Of value[x] and its like a resource has one. Why a resource that has two of them ("valueQuantity" and "valueString")
// says nothing.
std::optional<Refusal> more_than_one(Json resource, std::string_view field);

// One instant, or why there is none: a day alone is no time, and neither is a time without an offset.
struct FhirTime {
    std::optional<Instant> at;
    std::string why;
    Instant at_latest = forever;  // where a day, a month or a year is told without a time: before this
};
FhirTime time_of(Json date_time, std::string_view field);

// effective[x], performed[x] or timing[x]: an instant, or a period whose end may be missing.
struct FhirSpan {
    FhirTime start;
    FhirTime end;  // neither a time nor a reason when the record names no end
    bool is_period = false;
};
FhirSpan span_of(Json resource, std::string_view field);

// The last two segments of a reference: "Patient/p1" of "https://example.org/fhir/Patient/p1/_history/2". Empty parts
// when the reference is of another form.
struct FhirTarget {
    std::string_view type;
    std::string_view id;
};
FhirTarget target_of(std::string_view reference);

// "https://example.org/fhir" of that; empty when the reference names no server.
std::string_view server_of(std::string_view reference);

}  // namespace stormkeel
