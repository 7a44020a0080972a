// How long something took, counted in fixed classes, as a histogram of Prometheus wants it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace stormkeel {

struct Latency {
    // Upper limits in seconds, inclusive; the last class has none.
    static constexpr std::array<double, 9> limits{0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5};

    std::array<std::uint64_t, limits.size() + 1> classes{};
    std::uint64_t count = 0;
    double seconds = 0;  // of all together

    void add(double took) {
        std::size_t place = 0;
        while (place < limits.size() && took > limits[place]) ++place;
        ++classes[place];
        ++count;
        seconds += took;
    }
};

}  // namespace stormkeel
