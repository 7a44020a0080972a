// Which events were taken away, as the audit tells it: the chain of those that are left goes on from their last hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stormkeel {

struct PrunedEvents {
    static constexpr std::string_view action = "prune events";  // of the audit entry

    std::uint64_t up_to = 0;
    std::string hash;  // of that event
};

// "5000 9f86…", the object of the audit entry.
std::string to_text(const PrunedEvents& pruned);
PrunedEvents read_pruned_events(std::string_view object);

}  // namespace stormkeel
