// The part of the course that is oxygen: devices, flows, and the reasons for which it is given.
#pragma once

#include <cstdint>
#include <span>

#include "core/course.h"

namespace stormkeel {

// Takes in one record of saturation, device, flow or reason.
void apply_oxygen(Course& course, const Parameters& parameters, const Fact& fact, std::uint32_t place);

// After all devices of an instant, the most invasive of which is kept: a new device ends the flow and the reason that
// belonged to the one before, and other oxygen beside it ends the reason; those charted with it come after it.
void change_device(Course& course, const Parameters& parameters, const Reading& before, std::span<const Fact> facts);

// After all flows of an instant: a reason covers the flow it was given for, told with it or, if it is low, after it;
// more oxygen needs a new reason.
void settle_reason(Course& course, const Parameters& parameters);

}  // namespace stormkeel
