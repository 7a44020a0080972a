// A mistake in a pack, told so that the person who wrote the pack can mend it.
#pragma once

#include <string>

namespace stormkeel {

// `file` is the path below guidelines/ ("management/grade-2.md"), `line` counts from 1. `what` says what is wrong, why,
// and what would be right: "'oxygen_suport' is no finding; did you mean 'oxygen_support'?"
struct PackProblem {
    std::string file;
    int line = 0;
    std::string what;
    bool operator==(const PackProblem&) const = default;
};

// "management/grade-2.md:41: 'oxygen_suport' is no finding; did you mean 'oxygen_support'?"
inline std::string to_text(const PackProblem& problem) {
    return problem.file + ":" + std::to_string(problem.line) + ": " + problem.what;
}

}  // namespace stormkeel
