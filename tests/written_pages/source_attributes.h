// The page docs/safety/source-attributes.md: what the rules rest on, read off the packs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"

namespace stormkeel {

// Ids of the statements whose rule uses the date of birth: by age, by what is shown for adults or children alone.
std::vector<std::string_view> statements_by_age(const Guideline& guideline);

// Ids of the statements whose rule uses the body weight.
std::vector<std::string_view> statements_by_weight(const Guideline& guideline);

// Every word of a chart, every finding and every condition that speaks of what a person is rather than of the illness:
// race, sex, language and the like. Must be empty.
std::vector<std::string> personal_words(const Guideline& guideline);

std::string source_attributes_page(const Guideline& guideline);

}  // namespace stormkeel
