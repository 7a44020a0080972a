// Tocilizumab for the patients at risk: how many doses each may need, and whether the vials in the building make them
// up.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/guideline.h"
#include "core/timeline.h"
#include "core/vials.h"

namespace stormkeel {

// What one patient at risk may need. Without a value in `dose` nothing is reckoned, and its working says why.
struct StockNeed {
    std::string patient;
    std::optional<TherapyView> therapy;
    Dose dose;
    int doses = 0;
};

// Nothing for a patient who is not at risk, has died, or may be given no further dose.
std::optional<StockNeed> stock_need(const Timeline& timeline, const Guideline& guideline, Instant as_of);

enum class StockVerdict : std::uint8_t {
    enough,
    short_of,  // some doses cannot be made up
    unknown    // what can be reckoned is there, and of some patients nothing can be reckoned
};
std::string_view name_of(StockVerdict verdict);  // "enough", "short", "unknown"

struct Stock {
    std::vector<StockNeed> needs;
    int doses = 0;                    // of those that can be reckoned
    Decimal mg;                       // all of them
    std::vector<VialsOfSize> needed;  // vials that make each up with least left over
};
Stock stock_of(std::vector<StockNeed> needs, const Parameters& parameters);

// The doses that cannot be made up, each from whole vials for one patient alone, the largest dose first.
struct StockCheck {
    StockVerdict verdict = StockVerdict::enough;
    Decimal mg;  // in the building
    std::vector<StockNeed> unmet;
};
StockCheck check_stock(const Stock& stock, std::vector<VialsOfSize> in_building);

}  // namespace stormkeel
