// The stock of tocilizumab as a page and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/assessment_text_page.h"
#include "core/stock.h"

namespace stormkeel {

// What was asked: the patients' needs, what is in the building when it was told, and when.
struct StockAnswer {
    Stock stock;
    std::optional<std::vector<VialsOfSize>> in_building;
    Instant as_of;
};

std::string stock_text(const StockAnswer& answer, PageStyle style);
std::string stock_json(const StockAnswer& answer);  // one object and a newline

// "4 × 400 mg + 12 × 80 mg", the largest first; "none" for none.
std::string stock_vials_text(const std::vector<VialsOfSize>& vials);

}  // namespace stormkeel
