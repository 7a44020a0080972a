// Flips bits of all that a small ward keeps, one at a time: each is noticed, or all that is told is as before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace stormkeel {

// Where the bit is flipped: in the file or in its log before a start, or in the file beneath a ward that runs.
enum class Rot : std::uint8_t { file, log, running };

struct RotTally {
    std::size_t bytes = 0;  // of all that is kept
    std::size_t flips = 0;
    std::size_t noticed = 0;  // by the start, or by the hourly look
    // Of the log: SQLite takes what is altered in its last transaction for one that a power cut left half written.
    std::size_t cut_off = 0;
    std::string wrong;  // the first that was not noticed and changed something; empty: none
};

// Every so-manieth byte; of each one bit drawn from the seed, or each of the eight.
struct RotPlan {
    Rot where = Rot::file;
    std::size_t every = 1;
    bool each_bit = false;
    std::uint64_t seed = 1;
};

RotTally rot(const RotPlan& plan);

}  // namespace stormkeel
