// Reads, and refuses what it cannot keep.
#include "server/mllp_intake.h"

#include "adapters/hl7v2_ack.h"

namespace stormkeel {

void MllpIntake::take(const std::string&, Hl7Frame frame, Answer answer) {
    const Hl7Message message(frame.message);
    const Hl7Reading reading = read_hl7v2(message, terminology_, site_);
    Hl7Answer told{Hl7Answering::original, reading.outcome, reading.problems, {}};
    if (!frame.problem.empty()) {
        told.outcome = Hl7Outcome::rejected;
        told.problems = {{Hl7Error::segment_sequence, "MLLP", frame.problem}};
    } else if (told.outcome == Hl7Outcome::accepted) {
        told.outcome = Hl7Outcome::failed;
        told.problems = {{Hl7Error::internal, "MSH", "nothing was kept: this ward takes no HL7 v2 messages yet"}};
    }
    std::vector<std::string> answers;
    for (const Hl7Answering mode : answers_asked_for(reading.header, told.outcome)) {
        told.mode = mode;
        const Instant now = clock_();
        answers.push_back(hl7v2_ack(reading.header, told,
                                    {now, std::to_string(now.microseconds) + "." + std::to_string(++answered_)}));
    }
    answer(std::move(answers));
}

}  // namespace stormkeel
