// Whether conditions can hold at once, decided by trying every value of their findings that makes a difference.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/condition.h"
#include "core/formulary.h"

namespace stormkeel::pack {

struct SearchResult {
    enum class Outcome : std::uint8_t { found, none, undecided };
    Outcome outcome = Outcome::none;
    std::string example;  // when found: "crs_grade = 2, not tocilizumab_exhausted"
};

// Values under which every one of the conditions is present. A finding takes one value of each interval between the
// numbers it is compared with, and every range of them when `is unknown` asks for it. Findings are taken as independent
// of each other, so what is found may still be impossible in a patient; what is not found is impossible for certain.
// Undecided after `limit` tries.
SearchResult find_present(const std::vector<Condition>& conditions, const Formulary& formulary,
                          std::size_t limit = 1'000'000);

Condition negation_of(Condition condition);

}  // namespace stormkeel::pack
