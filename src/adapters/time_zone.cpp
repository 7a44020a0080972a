// Asks the time zone data of the machine, through the date library, since g++ 12 has no time zones of its own.
#include "adapters/time_zone.h"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

constexpr std::int64_t second = 1'000'000;

// The second that holds the instant, also before 1970.
std::chrono::seconds second_of(Instant at) {
    const std::int64_t whole = at.microseconds / second;
    return std::chrono::seconds(at.microseconds % second < 0 ? whole - 1 : whole);
}

std::string wall_clock(Instant wall_time) {
    std::string text = to_text(wall_time);
    text.pop_back();  // the Z: no offset is known
    return text;
}

}  // namespace

struct TimeZone::Rules {
    const date::time_zone* zone = nullptr;  // kept by the library until the program ends
};

std::variant<TimeZone, Refusal> TimeZone::named(std::string_view name) {
    const std::string asked(name);
    try {
        return TimeZone(std::make_shared<const Rules>(Rules{date::locate_zone(asked)}));
    } catch (const std::exception&) {
        return Refusal{"no time zone '" + clipped(name) +
                       "' is known here; right would be an IANA name such as Europe/Berlin, and tzdata installed"};
    }
}

std::variant<Instant, Refusal> TimeZone::instant_of(Instant wall_time) const {
    const date::local_seconds reading(second_of(wall_time));
    const date::local_info found = rules_->zone->get_info(reading);
    if (found.result == date::local_info::nonexistent) {
        return Refusal{wall_clock(wall_time) + " never was in " + rules_->zone->name() +
                       ", where the clocks went forward over it; an offset such as +0100 would be right"};
    }
    if (found.result == date::local_info::ambiguous) {
        return Refusal{wall_clock(wall_time) + " was twice in " + rules_->zone->name() +
                       ", where the clocks went back over it; an offset such as +0100 would tell which"};
    }
    return wall_time - seconds(found.first.offset.count());
}

int TimeZone::offset_minutes(Instant at) const {
    const date::sys_info found = rules_->zone->get_info(date::sys_seconds(second_of(at)));
    return static_cast<int>(found.offset.count() / 60);
}

}  // namespace stormkeel
