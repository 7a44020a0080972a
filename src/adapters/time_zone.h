// A time zone by its IANA name: where in the world's time a wall clock's reading stood.
#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include "adapters/terminology.h"
#include "core/time.h"

namespace stormkeel {

// Immutable and cheap to copy. The rules come from the time zone data of the machine.
class TimeZone {
public:
    // "Europe/Berlin". Refused: a name the machine does not know, or a machine without time zone data.
    static std::variant<TimeZone, Refusal> named(std::string_view name);

    // `wall_time` is the reading of the clock as if it were UTC. Refused: a reading that came twice when the clocks
    // went back, one that never came when they went forward, and one beyond the years that the machine's data list.
    std::variant<Instant, Refusal> instant_of(Instant wall_time) const;

    int offset_minutes(Instant at) const;  // east of Greenwich

private:
    struct Rules;
    explicit TimeZone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

    std::shared_ptr<const Rules> rules_;
};

}  // namespace stormkeel
