// One fact as the last reading of its item, and which of two readings is kept.
#pragma once

#include "core/course.h"

namespace stormkeel {

bool same_value(const Reading& reading, const Fact& fact);
Reading reading_of(const Fact& fact, std::uint32_t place);

// Keeps the newer reading; of one instant the more worrying, remembering that there was another.
void keep(Reading& kept, const Fact& fact, std::uint32_t place);

}  // namespace stormkeel
