// Letters at the doors of the service: as what they are handed in, and what is answered to them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "server/ward_application.h"
#include "simulation/letters.h"

namespace stormkeel::simulation {

enum class Outcome : std::uint8_t {
    kept,         // it was new
    repeated,     // it was there
    taken,        // one of these two
    conflicting,  // something else is there under its name
    refused       // it is not said to be there
};

// How a resource goes in by itself.
enum class FhirCall : std::uint8_t { post, post_to_type, put };
constexpr std::uint64_t fhir_calls = 3;

// What goes in at once: one letter, or several of FHIR as one transaction.
struct Delivery {
    std::vector<Letter> letters;
    FhirCall call = FhirCall::post;
};

// One outcome for each letter, now or when the application settles; none when it ends before.
using Told = std::function<void(std::vector<Outcome> outcomes)>;
void deliver(WardApplication& application, const Delivery& delivery, const Told& told);

}  // namespace stormkeel::simulation
