// One comparison of a condition: a finding and what it is compared with, checked by type and compiled to steps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/condition.h"
#include "core/formulary.h"
#include "guideline/amounts.h"

namespace stormkeel::pack {

// What stands after a finding: a sign and a value; `unit` is the word after a number, empty when there is none.
struct Comparison {
    FindingId finding = FindingId::count_of_findings;
    std::string_view sign;
    std::string_view value;
    std::string_view unit;
};

// Any finding by its name; when it is none, why, with the nearest one.
OrWhy<FindingId> finding_named(std::string_view name);

// The steps of a bare finding; only a truth may stand alone.
OrWhy<std::vector<Step>> bare_truth(FindingId finding);

// The steps of a comparison. `>` and `<` become `at_least` and `at_most` of the next smaller step of the finding: one,
// or a microsecond. "shorter than" also asks that the thing has happened at all, because a duration of something that
// never happened compares absent with everything.
OrWhy<std::vector<Step>> compared(const Comparison& comparison, const Formulary& formulary);

}  // namespace stormkeel::pack
