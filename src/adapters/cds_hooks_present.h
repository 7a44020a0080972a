// What was worked out for calls about one patient, and serves the next ones as long as the record is the same.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/cds_card.h"
#include "adapters/cds_hooks_draft.h"
#include "core/present.h"

namespace stormkeel {

// The cards of one draft.
struct CdsDraftCards {
    CdsDraft draft;
    std::vector<int> counts;       // how many drafts of its call ordered each drug of its orders
    std::vector<CdsCard> cards{};  // without their first lines
    bool begin_with_whose = true;  // their first lines tell whose they are, and of when
    Instant made{};
    Instant until{forever};  // of one answer they hold from one to the other
};

struct CdsPresent {
    Present answers;
    // The card of patient-view without its first lines, which tell the time: of the answer that was worked out as the
    // so many-th.
    std::optional<CdsCard> card{};
    std::uint64_t card_of = 0;
    // In an order-select every draft is sent again with each one that is selected, and at last in an order-sign.
    std::vector<CdsDraftCards> drafts{};
    std::uint64_t drafts_of = 0;
};

}  // namespace stormkeel
