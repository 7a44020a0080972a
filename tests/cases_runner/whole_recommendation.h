// The expectation of a whole recommendation: every field of it in one line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases_runner/expectations.h"

namespace stormkeel::cases {

// `made MGMT.G2.tocilizumab give tocilizumab 640 mg IV over 60 min every 8 h now`: the statement made just this
// recommendation. After the item come, where it has them, dose, route, length, interval, `due d2 10:00` when that is
// not the moment asked about, `not_before d2 18:00`, and always the urgency.
std::optional<std::string> recommendation_differs(const Answer& answer, const std::vector<std::string>& words);

}  // namespace stormkeel::cases
