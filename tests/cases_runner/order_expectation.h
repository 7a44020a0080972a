// The expectation of an order: the verdict on a drug somebody is about to sign.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases_runner/expectations.h"

namespace stormkeel::cases {

// `order tocilizumab 640 mg stop d2 16:00`: item, amount (may be missing), verdict ok, warn, stop or not_ok (warn or
// stop), and the earliest allowed time when the verdict must name it.
std::optional<std::string> order_differs(const Answer& answer, const std::vector<std::string>& words);

}  // namespace stormkeel::cases
