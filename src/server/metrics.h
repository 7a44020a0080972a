// What the served ward measures of itself, in the text format 0.0.4 of Prometheus.
#pragma once

#include <string>

#include "server/served_ward.h"

namespace stormkeel {

Stored<std::string> metrics_text(const ServedWard& served);

}  // namespace stormkeel
