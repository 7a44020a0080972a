// What words say of an allergy: which drugs they name, and whether they deny it.
#pragma once

#include <string_view>
#include <vector>

#include "adapters/terminology.h"

namespace stormkeel {

// The drugs that the words name, else the one they most likely mean. A reaction "in the eye" makes no other drug of it.
std::vector<DrugId> drugs_named_as_allergens(const Terminology& terminology, std::string_view text);

// Whether the words say nothing but that there is no allergy to the drugs they name ("No known allergy to
// tocilizumab"). Whatever else stands there may be the allergy itself: "tocilizumab: anaphylaxis, no rechallenge".
bool denies_allergy(const Terminology& terminology, std::string_view text);

}  // namespace stormkeel
