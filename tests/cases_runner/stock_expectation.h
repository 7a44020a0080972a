// What a case expects of vials and of the stock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases_runner/expectations.h"

namespace stormkeel::cases {

// vials tocilizumab "1 × 400 mg + 3 × 80 mg" 32 mL 0 mg: those of the recommended dose, its volume, what is left over.
std::optional<std::string> vials_differ(const Answer& answer, const std::vector<std::string>& words);

// stock 2: so many doses of tocilizumab are reckoned for the patient; 0 when the patient is not at risk.
std::optional<std::string> stock_differs(const Answer& answer, const std::vector<std::string>& words);

}  // namespace stormkeel::cases
