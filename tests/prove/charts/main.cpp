// Draws charts from a seed and holds the program's rows against the second reading; prints the first difference.
#include <charconv>
#include <cstdint>
#include <iostream>
#include <string_view>

#include "properties/knowledge.h"
#include "prove/charts/compare.h"
#include "prove/charts/draw.h"

namespace {

std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

int main(int count, char** words) {
    const std::uint64_t charts = count > 1 ? number(words[1], 2000) : 2000;
    const std::uint64_t seed = count > 2 ? number(words[2], 20260301) : 20260301;
    const std::uint64_t show = count > 3 ? number(words[3], 1) : 1;
    const stormkeel::Knowledge& known = stormkeel::knowledge();
    const prove::Product product{known.terminology, known.guideline};
    std::uint64_t instants = 0;
    std::uint64_t differing = 0;
    for (std::uint64_t i = 0; i < charts; ++i) {
        prove::Draw draw(seed + i);
        const auto facts = prove::draw_chart(static_cast<int>(i % prove::kinds), draw);
        const prove::Comparison comparison = prove::compare(facts, product);
        instants += comparison.instants;
        if (!comparison.first) continue;
        if (differing++ >= show) continue;
        const auto few = prove::smallest(facts, product);
        std::cout << "The smallest chart that shows it, of seed " << seed + i << ", kind " << i % prove::kinds << ":\n"
                  << prove::as_csv(few) << prove::in_words(*prove::compare(few, product).first) << '\n';
    }
    std::cout << "Charts " << charts << " from seed " << seed << ", instants " << instants << ", charts that differ "
              << differing << ".\n";
    return differing == 0 ? 0 : 1;
}
