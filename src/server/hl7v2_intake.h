// What becomes of an HL7 v2 message: it is kept and told of, or held back among the dead letters.
#pragma once

#include <functional>
#include <string>

#include "adapters/hl7v2_ack.h"
#include "server/mllp.h"
#include "server/served_ward.h"

namespace stormkeel {

// Accepted messages are kept before they are answered. One that is readable but cannot be used, and one that is not
// readable, is refused and kept as a dead letter, so that it can be taken again once what stood in its way is mended. A
// kind of message that carries no fact of ours is refused and not kept.
class Hl7Intake final : public MllpApplication {
public:
    explicit Hl7Intake(ServedWard& served) : served_(served) {}

    void take(const MllpPeer& peer, Hl7Frame frame, Answer answer) override;
    void opened(const MllpPeer& peer) override;
    void closed(const MllpPeer& peer) override;

    // The same of a message that was held back: `done` is told whether it was accepted, and what stands against it.
    using Done = std::function<void(const Hl7Answer& told)>;
    void take_again(const std::string& message, const Done& done);

private:
    struct Judged {
        Hl7Reading reading;
        Hl7Answer answer;
        bool repeated = false;
        bool is_dead_letter = false;  // refused, and somebody has to look at it
    };

    // A message that is taken again has no peer: whoever asks for that has looked at it.
    Judged judge(const Hl7Frame& frame, const MllpPeer* peer);
    std::string why_not_theirs(const MllpPeer& peer, const Hl7Header& header);
    bool tells_authority(const Hl7Reading& reading) const;
    Incoming record_of(const Hl7Reading& reading, const std::string& text) const;
    void keep(const Judged& judged, const std::string& text, const Done& done);
    void hold_back(const Judged& judged, const std::string& text, const Done& done);
    std::vector<std::string> answers(const Hl7Header& header, Hl7Answer told);

    ServedWard& served_;
    std::uint64_t answered_ = 0;
    RefusedSenders refused_;
};

}  // namespace stormkeel
