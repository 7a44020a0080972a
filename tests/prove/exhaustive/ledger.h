// What the product's own ledger and dose calculation say for the doses and the weights of the domain.
#pragma once

#include <array>
#include <cstdint>

#include "properties/knowledge.h"

namespace prove {

struct Ledger {
    // [in all, 5: not known][in 24 h][since the last]: whether tocilizumab may be started now.
    std::array<std::array<std::array<bool, 5>, 4>, 6> allowed{};
    std::array<bool, 6> history_known{};
    std::array<std::uint16_t, 6> tenths{};  // of a milligram, by weight; 0: no figure
};

Ledger read_ledger(const stormkeel::Knowledge& known);

}  // namespace prove
