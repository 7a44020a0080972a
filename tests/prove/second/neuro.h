// The ICANS range of a chart at one instant.
#pragma once

#include "prove/second/record.h"

namespace second {

Range icans_grade(const Record& record, Seconds at);

}  // namespace second
