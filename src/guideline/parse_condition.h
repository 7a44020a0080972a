// Reads the text of a condition, checks every type in it and compiles it for the core's evaluator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/condition.h"
#include "core/formulary.h"

namespace stormkeel::pack {

// A condition is
//     condition   = conjunction { "or" conjunction }
//     conjunction = part { "and" part }
//     part        = "not" part | "(" condition ")" | comparison
//     comparison  = FINDING | FINDING "is" "unknown" | FINDING (">=" | "<=" | ">" | "<" | "=") value
//     value       = whole number | word of the finding | length of time (72 h)
// A bare finding must be a truth. `problems` says everything that is wrong; the condition is only right without any.
// With line 0 a problem stands in the condition's first line, with 1 in its second.
struct ConditionReading {
    struct Problem {
        int line = 0;
        std::string what;
    };
    Condition condition;
    std::vector<Problem> problems;
};

ConditionReading read_condition(std::string_view text, const Formulary& formulary);

// `when` holds and `unless` does not. An `unless` without steps changes nothing.
Condition when_but_not(Condition when, const Condition& unless);

// How many truths the evaluator has to keep at once; the core's limit is Condition::depth_limit.
std::size_t depth_of(const Condition& condition);

}  // namespace stormkeel::pack
