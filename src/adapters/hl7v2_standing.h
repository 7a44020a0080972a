// Which of the entries of one patient still stand, after corrections and retractions by later messages.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hl7v2_read.h"

namespace stormkeel {

// What a record keeps of an entry: when its message was sent, and which message of those received it was.
struct Hl7Kept {
    Instant sent;
    std::size_t message = 0;
    Hl7Entry entry;
};

// The complaint of an entry that takes back what stood, because it was of another patient.
constexpr std::string_view of_another_patient = "its sender says that it was of another patient; it is taken back";

struct Hl7Verdict {
    bool stands = true;
    bool preliminary = false;
    std::string complaint;  // what a person has to be told of it; empty when nothing
};

// One verdict an entry; `entries` are in the order in which they were sent. A final one that meets another final one
// stands beside it: only C corrects, in one message as in another. Two corrections of one message stand side by side.
std::vector<Hl7Verdict> standing_of(std::span<const Hl7Kept* const> entries);

}  // namespace stormkeel
