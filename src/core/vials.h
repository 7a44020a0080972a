// Vials of tocilizumab: the choice that wastes least, its volume, and rounding to whole vials where a site wants it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/parameters.h"

namespace stormkeel {

// Vials of one size, and how many of them may be used.
struct VialsOfSize {
    Decimal mg;
    int at_most = 0;
};

// How many vials of each size, in the order of the sizes asked about.
struct VialChoice {
    std::vector<int> counts;
    Decimal total;  // what they hold
    int vials = 0;
};

// The vials that hold the dose with the least left over; of several such choices the one with the fewest vials. Nothing
// when there are not enough of them.
std::optional<VialChoice> fewest_waste(Decimal dose, std::span<const VialsOfSize> vials);

// The vial sizes of the packs, as many of each as a dose can need.
std::vector<VialsOfSize> any_number_of_vials(const Parameters& parameters);

// "1 × 400 mg + 3 × 80 mg", the largest first.
std::string vials_text(const VialChoice& choice, std::span<const VialsOfSize> vials);

// Sets vials, what is left over and the volume of a tocilizumab dose; and, where a site rounds, the rounded dose.
void add_vials(Dose& dose, const Parameters& parameters);

}  // namespace stormkeel
