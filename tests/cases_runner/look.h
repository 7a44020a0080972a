// What several expectations look for in an answer: its present reasons, its recommendations of an item, its words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases_runner/expectations.h"

namespace stormkeel::cases {

// Every reason of the answer: of the grades, of treat_as, of HLH.
std::vector<const Reason*> all_reasons(const Assessment& assessment);

// Recommendations that name the item. `corticosteroid` also finds the drugs of that class.
std::vector<const Recommendation*> recommendations_of(const Answer& answer, std::string_view item);

// Every text a person would read, one a line.
std::string all_texts(const Assessment& assessment);

std::string described(const Recommendation& recommendation);
std::string range_text(int at_least, int at_most);

}  // namespace stormkeel::cases
