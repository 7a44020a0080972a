// Who may send HL7 v2 messages as whom: a sender's certificate, and the MSH-3 and MSH-4 that are its own.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "server/mllp.h"

namespace stormkeel {

// By the SHA-256 of a certificate, 64 hexadecimal digits: the senders it speaks as, "LAB|HOSP" each. Without any nobody
// is asked.
using Hl7Senders = std::map<std::string, std::set<std::string>>;

// A fingerprint as people and OpenSSL write it, "AB:CD:...", in small digits without colons; empty when it is none.
std::string plain_fingerprint(std::string_view text);

// Why a message of this sender is not taken from this connection, and what would be right; empty when it is.
std::string why_not_as_sender(const Hl7Senders& senders, const MllpPeer& peer, const std::string& sender);

// Which of them the audit knows: each sender of a connection once, however often it tries.
class RefusedSenders {
public:
    // True the first time.
    bool note(const MllpPeer& peer, const std::string& sender);
    void forget(const MllpPeer& peer) { of_.erase(peer.connection); }

private:
    std::map<std::uint64_t, std::set<std::string>> of_;  // by connection
};

}  // namespace stormkeel
