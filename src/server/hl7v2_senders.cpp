// Compares what a message says of its sender with what its certificate may say.
#include "server/hl7v2_senders.h"

namespace stormkeel {

namespace {

constexpr std::size_t digits_of_a_fingerprint = 64;
constexpr std::size_t senders_known_of_one = 20;

}  // namespace

std::string plain_fingerprint(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        if (c == ':') continue;
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!digit) return {};
        plain += c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c;
    }
    return plain.size() == digits_of_a_fingerprint ? plain : std::string();
}

std::string why_not_as_sender(const Hl7Senders& senders, const MllpPeer& peer, const std::string& sender) {
    if (senders.empty()) return {};
    if (peer.certificate.empty()) {
        return "this connection shows no certificate, and each sender has to show its own here; send through TLS with "
               "the certificate that the settings of the ward name";
    }
    const auto known = senders.find(peer.certificate);
    if (known == senders.end()) {
        return "the settings of the ward name no sender for this certificate; its SHA-256 fingerprint belongs into "
               "[[hl7v2.sender]]";
    }
    if (known->second.contains(sender)) return {};
    return "this certificate does not speak as this sender (MSH-3 and MSH-4); 'speaks_as' of its [[hl7v2.sender]] in "
           "the settings of the ward names as whom it does";
}

bool RefusedSenders::note(const MllpPeer& peer, const std::string& sender) {
    std::set<std::string>& known = of_[peer.connection];
    return known.size() < senders_known_of_one && known.insert(sender).second;
}

}  // namespace stormkeel
