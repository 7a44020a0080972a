// The house rules that a machine can check, each a function from one file to what is wrong in it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tidy/source_text.h"

namespace stormkeel::tidy {

// `line` counts from 1. `what` says what is wrong and, after a semicolon, what would be right.
struct Violation {
    std::string path;
    std::size_t line;
    std::string what;
};

// Who may include whom, and that a header of src shows no third-party type but those of server/io.
std::vector<Violation> include_violations(const SourceText& source);

// Words that would make the core impure: a clock, chance, threads, input and output, floating point, hidden state.
std::vector<Violation> purity_violations(const SourceText& source);

// The purpose in the first line, file and function lengths, empty class names, left-over marks.
std::vector<Violation> shape_violations(const SourceText& source);

// All of the above, in order of line.
std::vector<Violation> violations(const SourceText& source);

}  // namespace stormkeel::tidy
