// Joins the connections of one sender by its name, and by its address while it has not told it.
#include "service/held_links.h"

#include <algorithm>
#include <utility>

namespace stormkeel {

namespace {

// Senders name themselves, and must not fill the memory by it.
constexpr std::size_t lost_at_most = 100;
constexpr std::size_t senders_at_most = 16;  // of one connection
constexpr std::size_t longest_sender = 200;  // in bytes; a longer one goes by its address

bool holds(const std::vector<std::string>& senders, const std::string& sender) {
    return std::find(senders.begin(), senders.end(), sender) != senders.end();
}

}  // namespace

void HeldLinks::opened(std::uint64_t connection, const std::string& peer, Instant at) {
    open_.insert_or_assign(connection, Open{peer, {}, at});
    is_back(peer);
}

void HeldLinks::spoke(std::uint64_t connection, const std::string& sender) {
    const auto found = open_.find(connection);
    if (found == open_.end() || sender.size() > longest_sender) return;
    auto& senders = found->second.senders;
    if (senders.size() < senders_at_most && !holds(senders, sender)) senders.push_back(sender);
    is_back(sender);
}

void HeldLinks::is_back(const std::string& sender) {
    std::erase_if(lost_, [&](const Lost& lost) { return holds(lost.senders, sender); });
}

bool HeldLinks::is_held_elsewhere(const Open& gone) const {
    return std::any_of(open_.begin(), open_.end(), [&](const auto& entry) {
        const Open& other = entry.second;
        if (gone.senders.empty()) return other.senders.empty() && other.peer == gone.peer;
        return std::any_of(gone.senders.begin(), gone.senders.end(),
                           [&](const std::string& sender) { return holds(other.senders, sender); });
    });
}

void HeldLinks::closed(std::uint64_t connection, Instant at, Duration held) {
    auto entry = open_.extract(connection);
    if (entry.empty()) return;
    Open& gone = entry.mapped();
    const Duration length = at - gone.since;
    if (length < held || is_held_elsewhere(gone)) return;
    Lost lost{{gone.peer}, gone.peer, at, length};
    const auto stood_for =
        std::find_if(lost_.begin(), lost_.end(), [&](const Lost& one) { return one.peer == gone.peer; });
    if (!gone.senders.empty()) {
        lost.senders = std::move(gone.senders);
    } else if (stood_for != lost_.end()) {
        lost.senders = std::move(stood_for->senders);
        lost_.erase(stood_for);
    }
    lose(std::move(lost));
}

void HeldLinks::lose(Lost lost) {
    if (lost_.size() < lost_at_most) lost_.push_back(std::move(lost));
}

std::vector<HeldLinks::Lost> HeldLinks::lost(Instant now, Duration after) const {
    std::vector<const Open*> silent;
    for (const auto& [connection, open] : open_) {
        if (open.senders.empty()) silent.push_back(&open);
    }
    std::vector<Lost> gone;
    for (const Lost& lost : lost_) {
        if (now - lost.since < after) continue;
        const auto standing = std::find_if(silent.begin(), silent.end(), [&](const Open* open) {
            return open->peer == lost.peer && (open->since - lost.since < after || now - open->since >= after);
        });
        if (standing == silent.end()) {
            gone.push_back(lost);
        } else {
            silent.erase(standing);
        }
    }
    return gone;
}

}  // namespace stormkeel
