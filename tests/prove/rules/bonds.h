// What binds the findings of one patient: what is always known of them, and what they can never be together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/condition.h"

namespace stormkeel::prove {

// A rule binds the findings it names; it is asked once all of them have a value.
struct Bond {
    std::string_view sentence;
    std::vector<FindingId> findings;
    bool (*holds)(const FindingRanges& f);
};
const std::vector<Bond>& bonds();

// Findings that are never a range: what nobody charted makes them absent, none or zero, by their own meaning.
bool is_always_known(FindingId finding);

// The first of the rules about findings that these break; empty when there is none. Checked on every moment of every
// case: a rule that an answer broke would make a proof worthless.
std::string broken_rule(const FindingRanges& findings);

}  // namespace stormkeel::prove
