// The atomic statements of the two texts the packs began with, as guidelines/seeds.toml lists them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel {

struct SeedStatement {
    std::string number;  // "S34", "S71b"
    std::string text;    // which of the two texts: "car_t" or "pharmacist"
    std::string group;   // "GR", "RX" …: the words that seeds.toml explains
    std::string claim;   // in our own words, at most 20
    int line = 0;        // in seeds.toml
};

// In the order of the page. A missing file, a number given twice, an unknown text or class, and a claim that is too
// long are problems.
std::vector<SeedStatement> read_seeds(std::span<const PackFile> files, std::vector<PackProblem>& problems);

// Background and education: statements of these classes ask for no rule.
bool is_background(const SeedStatement& seed);

}  // namespace stormkeel
