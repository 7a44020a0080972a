// Walks a slice of the domain on a few threads, compares the two implementations and hashes what they say.
#pragma once

#include <cstdint>
#include <string>

#include "properties/knowledge.h"

namespace prove {

struct Result {
    std::uint64_t states = 0;
    std::uint64_t differences = 0;
    std::uint64_t violations = 0;
    std::string first_difference;
    std::string first_violation;
    std::uint64_t rows = 0;          // of the tables of what conditions can tell apart
    std::uint64_t rows_reached = 0;  // by the thread that reached most
    std::string sha256;              // over the SHA-256 of each block of states, in order
};

inline constexpr std::uint64_t block_size = 1U << 20U;

// Progress goes to standard error when that is a terminal.
Result run(const stormkeel::Knowledge& known, std::uint64_t states, unsigned threads);

}  // namespace prove
