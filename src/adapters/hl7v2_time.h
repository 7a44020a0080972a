// Times of HL7 v2 (TS, DTM): how exact they are, and which instant they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/time_zone.h"
#include "core/time.h"

namespace stormkeel {

// The smallest part that was told.
enum class Hl7Precision : std::uint8_t { none, year, month, day, hour, minute, second };

// Where a time without an offset of its own belongs.
struct Hl7LocalTime {
    std::optional<int> message_offset;  // of MSH-7, in minutes east of Greenwich; it holds for the whole message
    const TimeZone* site_zone = nullptr;
};

struct Hl7Time {
    std::optional<Instant> at;  // to the minute at least, with a known offset
    std::optional<int> offset_minutes;
    Hl7Precision precision = Hl7Precision::none;
    std::string why;              // why there is no instant, and what would be right; empty when there is one
    Instant at_latest = forever;  // where a day, a month or a year is told without a minute: before this
};

// "20260303100000.5+0100": year, then as many of month, day, hour, minute and second as are known. `field` names it in
// the reason: "OBX-14".
Hl7Time hl7v2_time(std::string_view text, std::string_view field, const Hl7LocalTime& local);

// The offset a time was written with; nothing when there is none.
std::optional<int> hl7v2_offset(std::string_view text);

// The day of a birth date, whatever time follows it.
std::optional<Date> hl7v2_day(std::string_view text);

std::string hl7v2_time_text(Instant at);  // 20260303090000+0000, to the second

}  // namespace stormkeel
