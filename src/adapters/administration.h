// What was given of a drug, or runs, by whatever door it was told: written into its patient's chart in one way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/fhir_reading.h"

namespace stormkeel {

// How far a drug was given: MedicationAdministration.status, or what HL7 v2 says in RXA-20 and RXA-4.
enum class Giving : std::uint8_t { going_on, completed, stopped, held, none, retracted, refused };

using Amount = std::optional<std::variant<FhirQuantity, Refusal>>;  // nothing when the record has none

// One record of a drug with what it names. It owns all of it.
struct Administration {
    Giving giving = Giving::refused;
    FhirSpan span;
    Instant start;
    Amount dose;
    Amount rate;
    FhirMedication medication;
    std::vector<std::string> routes;  // every name of the way it took; none when it is not told
    std::optional<Instant> recorded;  // when it was written down: nothing that is true later can be used
    std::optional<Instant> received;  // ... and when that came to us; not told of a file
    std::string where;
    std::string order;    // whose number it carries; empty: not told. What runs under another order is another bag
    std::string refusal;  // why it cannot be used although its time is good; empty when it can
};

// Writes `give:`, `rate:` and `therapy` of a chart, or a rejection; a record that is refused still ends what it would
// have replaced. Runs end when the chart is finished.
void write_administration(const Terminology& terminology, FhirChart& chart, Administration given);

// What was ordered, which never counts as given.
struct DrugOrder {
    Instant at;
    FhirMedication medication;
    Amount dose;
    std::string where;
};
void write_order(const Terminology& terminology, FhirChart& chart, const DrugOrder& order);

}  // namespace stormkeel
