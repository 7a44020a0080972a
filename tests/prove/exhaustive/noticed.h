// Whether the comparison sees what it should: each rule is taken away in turn, and the second reading must object.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "properties/knowledge.h"

namespace prove {

struct Noticed {
    std::uint64_t rules = 0;
    std::vector<std::string> not_seen;  // statements that no state of the domain rests on alone
};

// Every grade and treat_as rule, and every advice on a key item, over so many states each.
Noticed take_away_each(const stormkeel::Knowledge& known, std::uint64_t states, unsigned threads);

}  // namespace prove
