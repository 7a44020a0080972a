// What was worked out for calls about one patient, and serves the next ones as long as the record is the same.
#pragma once

#include <cstdint>
#include <optional>

#include "adapters/cds_card.h"
#include "core/present.h"

namespace stormkeel {

struct CdsPresent {
    Present answers;
    // The card of patient-view without its first lines, which tell the time: of the answer that was worked out as the
    // so many-th.
    std::optional<CdsCard> card{};
    std::uint64_t card_of = 0;
};

}  // namespace stormkeel
