// The names of the signs, as the table writes them.
#include "core/technical_rule.h"

#include <algorithm>
#include <array>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 12> technical_sign_names{
    "feed_silent",    "link_lost",        "commit_failed",  "disk_low",        "backup_old",
    "clock_stepped",  "packs_changed",    "review_overdue", "guideline_waits", "correction_questioned",
    "collector_away", "message_held_back"};

}  // namespace

std::optional<TechnicalSign> technical_sign_named(std::string_view name) {
    const auto found = std::find(technical_sign_names.begin(), technical_sign_names.end(), name);
    if (found == technical_sign_names.end()) return std::nullopt;
    return static_cast<TechnicalSign>(found - technical_sign_names.begin());
}

}  // namespace stormkeel
