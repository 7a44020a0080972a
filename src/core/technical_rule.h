// Which faults of the ward itself, of what feeds it and of its machine, somebody must hear of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/alarm_priority.h"
#include "core/time.h"

namespace stormkeel {

// What is looked at: guidelines/alarms/alarms.toml says what each means.
enum class TechnicalSign : std::uint8_t {
    feed_silent,
    link_lost,
    commit_failed,
    disk_low,
    backup_old,
    clock_stepped,
    packs_changed,
    review_overdue,
    guideline_waits,
    correction_questioned,
    collector_away,
    message_held_back
};
std::optional<TechnicalSign> technical_sign_named(std::string_view name);

struct TechnicalRule {
    std::string condition;
    TechnicalSign sign = TechnicalSign::feed_silent;
    Duration after;  // of a feed, a link, a backup, a review and a collector: so long; of the clock: a step of more
                     // than that
    Duration held;   // of a link: one that was open for less is none that was held
    std::uint64_t free_bytes = 0;  // of the disk: fewer than these
    AlarmPriority priority = AlarmPriority::low;
};

}  // namespace stormkeel
