// The words of metrics and log for what is counted.
#include "server/ward_counts.h"

#include <array>

namespace stormkeel {

std::string_view name_of(Hl7Outcome outcome) {
    static constexpr std::array<std::string_view, 3> names{"accepted", "failed", "rejected"};
    return names.at(static_cast<std::size_t>(outcome));
}

}  // namespace stormkeel
