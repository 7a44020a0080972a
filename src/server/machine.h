// What this machine says of itself: a clock that nobody sets, and the space on a disk.
#pragma once

#include <string>

#include "service/technical_alarms.h"

namespace stormkeel {

MachineReading read_machine(const std::string& folder);

}  // namespace stormkeel
