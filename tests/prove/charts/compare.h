// Holds the product's rows of a chart against the second reading, instant by instant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/terminology.h"
#include "core/guideline.h"
#include "prove/second/chart.h"

namespace prove {

struct Product {
    const stormkeel::Terminology& terminology;
    const stormkeel::Guideline& guideline;
};

struct Difference {
    second::Seconds at = 0;
    second::Verdict product;
    second::Verdict reading;
};

struct Comparison {
    std::size_t instants = 0;
    std::optional<Difference> first;
};

Comparison compare(const std::vector<second::Fact>& facts, const Product& product);

// The chart with every fact left out that the difference does not need.
std::vector<second::Fact> smallest(std::vector<second::Fact> facts, const Product& product);

std::string in_words(const Difference& difference);

}  // namespace prove
