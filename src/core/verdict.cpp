// Puts each reason of a verdict in its place.
#include "core/verdict.h"

#include <algorithm>
#include <utility>

namespace stormkeel {

void VerdictInTheMaking::say(Verdict verdict, std::string_view statement, std::string text,
                             std::vector<Evidence> evidence) {
    result.verdict = std::max(result.verdict, verdict);
    const auto place = std::find_if(said.begin(), said.end(), [&](Verdict other) { return other < verdict; });
    result.reasons.insert(result.reasons.begin() + (place - said.begin()),
                          {std::string(statement), Truth::present, std::move(text), std::move(evidence)});
    said.insert(place, verdict);
}

}  // namespace stormkeel
