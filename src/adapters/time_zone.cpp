// Asks the time zone data of the machine, through the date library, since g++ 12 has no time zones of its own.
#include "adapters/time_zone.h"

#include <date/tz.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

constexpr std::int64_t microseconds_a_second = 1'000'000;

// The second that holds the instant, also before 1970.
std::chrono::seconds second_of(Instant at) {
    const std::int64_t whole = at.microseconds / microseconds_a_second;
    return std::chrono::seconds(at.microseconds % microseconds_a_second < 0 ? whole - 1 : whole);
}

std::string wall_clock(Instant wall_time) {
    std::string text = to_text(wall_time);
    text.pop_back();  // the Z: no offset is known
    return text;
}

// A zone's file lists its changes up to some year, and ends with a rule for all later ones, as in
// "CET-1CEST,M3.5.0,M10.5.0/3". The library reads the list alone, so where a rule names changes the list must not be
// asked beyond its end: it would be wrong by an hour in half of each year.
bool changes_after_the_list(const std::string& name) {
    std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (text.size() < 2 || text.back() != '\n') return true;  // without a rule nobody knows
    const std::size_t before = text.rfind('\n', text.size() - 2);
    return before == std::string::npos || text.find(',', before) != std::string::npos;
}

std::optional<Instant> end_of_the_list(const date::time_zone& zone) {
    if (!changes_after_the_list(zone.name())) return std::nullopt;
    const date::sys_info last = zone.get_info(date::sys_seconds(second_of(midnight_of({9000, 1, 1}))));
    return Instant{last.begin.time_since_epoch().count() * microseconds_a_second};
}

}  // namespace

struct TimeZone::Rules {
    const date::time_zone* zone = nullptr;  // kept by the library until the program ends
    std::optional<Instant> known_until;     // from then on the clocks change by a rule that the library does not read
};

std::variant<TimeZone, Refusal> TimeZone::named(std::string_view name) {
    const std::string asked(name);
    try {
        const date::time_zone* zone = date::locate_zone(asked);
        return TimeZone(std::make_shared<const Rules>(Rules{zone, end_of_the_list(*zone)}));
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
    const Instant at = wall_time - seconds(found.first.offset.count());
    if (rules_->known_until && at >= *rules_->known_until) {
        return Refusal{wall_clock(wall_time) + " lies beyond the time zone data of this machine, which for " +
                       rules_->zone->name() + " end at " + to_text(*rules_->known_until) +
                       "; an offset such as +0100 would be right"};
    }
    return at;
}

int TimeZone::offset_minutes(Instant at) const {
    const date::sys_info found = rules_->zone->get_info(date::sys_seconds(second_of(at)));
    return static_cast<int>(found.offset.count() / 60);
}

}  // namespace stormkeel
