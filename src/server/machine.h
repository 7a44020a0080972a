// What this machine says of itself: a clock that nobody sets, the space on a disk, and
// which run of it this is.
#pragma once

#include <string>

#include "service/technical_alarms.h"

namespace stormkeel {

MachineReading read_machine(const std::string& folder);

}  // namespace stormkeel
