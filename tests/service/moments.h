// Moments of a test, counted from its first.
#pragma once

#include "core/time.h"

namespace stormkeel {

constexpr Instant first_moment{1'772'500'000'000'000};
inline Instant after(Duration length) { return first_moment + length; }

}  // namespace stormkeel
