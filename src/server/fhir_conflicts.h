// Versions of FHIR resources that came before with another content: refused, and held back as messages of HL7 v2 are.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/route.h"
#include "server/served_ward.h"
#include "service/dead_letters.h"

namespace stormkeel {

// Who sent a body, for the audit.
struct FhirSender {
    std::string name;
    Acting acting;
};
FhirSender sender_of(const RoutedRequest& request);

// Holds them back in one commit, with a row of the audit for each. What is held back already is not again.
void hold_back(ServedWard& served, const std::vector<Incoming>& conflicting, const FhirSender& sender);

bool is_of_fhir(const DeadLetter& letter);

// Takes one again: `done` is told why it is still held back, in one line; of what was taken nothing.
using FhirTakenAgain = std::function<void(const Stored<std::string>& why)>;
void take_again(ServedWard& served, const DeadLetter& letter, const FhirTakenAgain& done);

}  // namespace stormkeel
