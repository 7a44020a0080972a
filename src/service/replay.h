// Gives the answers that were given once more, from what is kept, and compares their bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "service/live_ward.h"

namespace stormkeel {

struct Replay {
    std::size_t records = 0;
    std::size_t same = 0;               // answers that came out byte for byte
    std::size_t by_other_packs = 0;     // given by packs other than these: they cannot be compared
    std::vector<std::uint64_t> differ;  // numbers of the answers that came out otherwise
};

// The last answer of each patient. The tables themselves were checked when the store was opened.
Stored<Replay> replay(Store& store, const WardKnowledge& knowledge);

}  // namespace stormkeel
