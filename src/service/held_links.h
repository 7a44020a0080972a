// Which connections senders hold open, and which of them were lost.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/time.h"

namespace stormkeel {

// A connection is known by the senders who spoke on it; until one has, by the address it came from. While it is silent
// it may be any that was lost from its address, and stands for the one that was lost first: who came back at once and
// has nothing to say is not gone. Who came later has to speak or to stay, as a mere try ends nothing.
class HeldLinks {
public:
    // A connection that was open for long, and ended. It is back when one of its senders speaks.
    struct Lost {
        std::vector<std::string> senders;  // who spoke first stands first; where nobody spoke, the address
        std::string peer;                  // the address it came from
        Instant since;
        Duration held;  // how long it was open
    };

    void opened(std::uint64_t connection, const std::string& peer, Instant at);
    void spoke(std::uint64_t connection, const std::string& sender);

    // It is lost when it was open for `held` or longer, unless a sender of it has another.
    void closed(std::uint64_t connection, Instant at, Duration held);

    // One of before a restart. Of more than a hundred the later ones are not watched.
    void lose(Lost lost);

    // Those that are lost for `after` or longer, without those for which a silent connection stands: one that came
    // within `after`, or has stayed for as long.
    std::vector<Lost> lost(Instant now, Duration after) const;

private:
    struct Open {
        std::string peer;
        std::vector<std::string> senders;
        Instant since;
    };

    void is_back(const std::string& sender);
    bool is_held_elsewhere(const Open& gone) const;

    std::map<std::uint64_t, Open> open_;
    std::vector<Lost> lost_;  // in the order in which they were lost
};

}  // namespace stormkeel
