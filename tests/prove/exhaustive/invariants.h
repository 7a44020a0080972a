// The invariants that a state, or two neighbouring ones, can show, each by its number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "prove/exhaustive/output.h"
#include "prove/exhaustive/product.h"

namespace prove {

struct Violation {
    const char* invariant;
    const char* what;
};

// The first invariant that the answer to one state breaks; nullptr in `invariant` when none.
Violation broken_by(const second::State& state, const Answer& answer);

struct Checked {
    std::uint64_t comparisons = 0;
    std::vector<std::string> broken;
};

// I-17 to I-21, I-23, I-24 and I-26 over every grading state and all of its neighbours.
Checked check_grading(const Product& product);

// I-08: one dose more, in all or in 24 h, or less time since the last, never makes more eligible; I-14: the taper
// falls.
Checked check_dosing(Product& product);

}  // namespace prove
