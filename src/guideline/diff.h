// What changed between two guidelines, statement by statement, for the clinicians who review it.
#pragma once

#include <string>
#include <vector>

#include "core/guideline.h"

namespace stormkeel {

// Packs, then the statements that were added, removed and changed, each with the fields that differ: sentence, source,
// verification, and the rule field by field. What a product pack or a site takes away is a change of the statement it
// is taken from. The last line counts. 80 columns wide.
std::string diff_text(const Guideline& before, const Guideline& after);

// The same, statement by statement: each with its id and the words that diff_text has for it.
struct StatementDifference {
    std::string id;
    std::string words;
};
struct GuidelineDifferences {
    std::string packs;  // empty: all are the same versions
    std::vector<StatementDifference> added;
    std::vector<StatementDifference> removed;
    std::vector<StatementDifference> changed;
    bool elsewhere = false;  // the statements say the same, and the texts differ all the same
};
GuidelineDifferences differences(const Guideline& before, const Guideline& after);

}  // namespace stormkeel
