// Compares one answer with what a case expects of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/terminology.h"
#include "cases_runner/case_file.h"
#include "core/assess.h"

namespace stormkeel::cases {

// What a case is checked against: the answer at one instant, and what it was made from.
struct Answer {
    const Timeline& timeline;
    const Guideline& guideline;
    const Terminology& terminology;
    const Assessment& assessment;
};

// Nothing when the expectation holds; otherwise what came instead, or what is wrong with the expectation itself.
std::optional<std::string> differs(const Answer& answer, const Expectation& expected);

// What must hold of every answer, whatever the case says: each broken promise as a sentence.
std::vector<std::string> broken_promises(const Answer& answer);

// The whole answer in short lines, for a case that failed.
std::string described(const Assessment& assessment);

}  // namespace stormkeel::cases
