// The answer to an HL7 v2 message: MSH, MSA, and ERR for each problem.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "adapters/hl7v2_read.h"

namespace stormkeel {

// What an answer tells: in the original mode all at once; in the enhanced mode first that the message is kept safe (CA,
// CE, CR), then what became of it.
enum class Hl7Answering : std::uint8_t { original, commit, application };

struct Hl7Answer {
    Hl7Answering mode = Hl7Answering::original;
    Hl7Outcome outcome = Hl7Outcome::accepted;
    std::vector<Hl7Problem> problems;
    std::vector<Hl7Problem> warnings;  // what could not be used of a message that was accepted
};

// When the answer is written, and its own control id.
struct Hl7Stamp {
    Instant at;
    std::string control_id;
};

// The answers that a message asks for by MSH-15 and MSH-16, in the order in which they are sent. Both empty ask for one
// in the original mode, as does one that is none of the following; else AL is always, NE never, ER on an error, SU on
// success, and an empty one never. A commit that refuses is the last answer.
std::vector<Hl7Answering> answers_asked_for(const Hl7Header& header, Hl7Outcome outcome);

// What is wrong with MSH-15 and MSH-16.
std::vector<Hl7Problem> unknown_conditions(const Hl7Header& header);

// The text of one answer, without its frame: in UTF-8, segments ended by CR, sender and receiver swapped. AA and CA may
// only be sent once the message is kept safe. Senders before 2.5 are answered with the ERR-1 of their versions.
std::string hl7v2_ack(const Hl7Header& header, const Hl7Answer& answer, const Hl7Stamp& stamp);

}  // namespace stormkeel
