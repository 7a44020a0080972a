// The names of the signs, as the table writes them.
#include "core/technical_rule.h"

#include <algorithm>
#include <array>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 6> sign_names{"feed_silent", "link_lost",  "commit_failed",
                                                     "disk_low",    "backup_old", "clock_stepped"};

}  // namespace

std::optional<TechnicalSign> technical_sign_named(std::string_view name) {
    const auto found = std::find(sign_names.begin(), sign_names.end(), name);
    if (found == sign_names.end()) return std::nullopt;
    return static_cast<TechnicalSign>(found - sign_names.begin());
}

}  // namespace stormkeel
