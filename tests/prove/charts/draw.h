// Draws charts at random from a seed: wards, emergencies, silence, second waves, judgements, children, typing errors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "prove/second/chart.h"

namespace prove {

// SplitMix64: the same seed draws the same charts on every machine.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }
    int between(int low, int high) { return low + below(high - low + 1); }
    bool one_in(int count) { return below(count) == 0; }

private:
    std::uint64_t state_;
};

inline constexpr int kinds = 12;

// The chart of this kind; every time lies on 2026-03-01 or later, birth dates before.
std::vector<second::Fact> draw_chart(int kind, Draw& draw);

std::string as_csv(const std::vector<second::Fact>& facts);

}  // namespace prove
