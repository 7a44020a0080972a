// Reads guidelines/alarms/alarms.toml into the table of alarms.
#pragma once

#include <span>
#include <vector>

#include "core/alarms.h"
#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel {

// Without the file, or with a problem in it, the table is empty and a problem tells why: nobody runs a ward whose
// alarms nobody knows.
AlarmTable read_alarms(std::span<const PackFile> files, std::vector<PackProblem>& problems);

}  // namespace stormkeel
