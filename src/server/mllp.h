// HL7 v2 over MLLP as plain values, and who answers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/hl7v2_frame.h"

namespace stormkeel {

class MllpApplication {
public:
    // The answers to one message in the order in which they are sent, without their frames; none is no answer.
    using Answer = std::function<void(std::vector<std::string> answers)>;

    virtual ~MllpApplication() = default;

    // Answers once, now or at the next HttpApplication::settle() of the same server, on its own thread. Until then
    // nothing more is read from the connection. `peer` is the address it came from, without a port.
    virtual void take(const std::string& peer, Hl7Frame frame, Answer answer) = 0;
};

}  // namespace stormkeel
