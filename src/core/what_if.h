// What would change the answer: the grade with one sign more, without those it rests on, and after mere time.
#pragma once

#include <string>
#include <vector>

#include "core/all_findings.h"

namespace stormkeel {

// "With more than 6 L/min of oxygen, or a mask: grade 3".
struct WhatIf {
    Scale scale = Scale::crs;
    std::vector<StatementId> statements;  // the rules that would hold, or no longer hold
    std::string with;                     // in the words of the packs: "a vasopressor"; several are joined by "and"
    Range grade;                          // the scale's range then
};

// One sign more, all else as it is: only what raises the grade for certain, the lowest grade first.
std::vector<WhatIf> with_one_more(Scale scale, const Bedside& bedside);

// Without the signs that the least grade rests on, all else as it is; nothing when there is no grade.
std::vector<WhatIf> without_what_holds(Scale scale, const Bedside& bedside);

// The patient is treated as this grade from then on, if all else stays as it is.
struct LaterTreatAs {
    StatementId statement = 0;
    int grade = 0;
    Instant from = never;
};
std::vector<LaterTreatAs> treated_later(const Bedside& bedside);

}  // namespace stormkeel
