// HL7 v2 over MLLP as plain values, and who answers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "adapters/hl7v2_frame.h"

namespace stormkeel {

// One connection of one sender.
struct MllpPeer {
    std::uint64_t connection = 0;  // no two connections of one server have the same
    std::string address;           // that it came from, without a port
    std::string certificate{};     // that it showed: SHA-256 in hexadecimal; empty: none
};

class MllpApplication {
public:
    // The answers to one message in the order in which they are sent, without their frames; none is no answer.
    using Answer = std::function<void(std::vector<std::string> answers)>;

    virtual ~MllpApplication() = default;

    // Answers once, now or at the next HttpApplication::settle() of the same server, on its own thread. Until then
    // nothing more is read from the connection.
    virtual void take(const MllpPeer& peer, Hl7Frame frame, Answer answer) = 0;

    // A connection is there, through TLS where there is any, and has ended in whatever way; the end of the server
    // itself is not told.
    virtual void opened(const MllpPeer&) {}
    virtual void closed(const MllpPeer&) {}
};

}  // namespace stormkeel
