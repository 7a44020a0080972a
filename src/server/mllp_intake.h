// What becomes of an HL7 v2 message that comes over MLLP.
#pragma once

#include "adapters/hl7v2_read.h"
#include "server/mllp.h"

namespace stormkeel {

class MllpIntake final : public MllpApplication {
public:
    using Clock = std::function<Instant()>;

    MllpIntake(const Terminology& terminology, Hl7Site site, Clock clock)
        : terminology_(terminology), site_(std::move(site)), clock_(std::move(clock)) {}

    // Reads the message and tells what is wrong with it. Nothing is kept yet, so nothing is accepted: a message
    // without fault is answered with an application error, and its sender keeps it.
    void take(const std::string& peer, Hl7Frame frame, Answer answer) override;

private:
    const Terminology& terminology_;
    Hl7Site site_;
    Clock clock_;
    std::uint64_t answered_ = 0;
};

}  // namespace stormkeel
