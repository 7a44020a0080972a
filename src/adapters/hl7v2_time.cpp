// Reads the digits of a time and places it by its own offset, the message's, or the site's zone.
#include "adapters/hl7v2_time.h"

#include <algorithm>
#include <array>

#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

constexpr std::string_view right_would_be = "; right would be one such as 20260303100000+0100";

bool nothing_but_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_of(std::string_view digits) {
    int number = 0;
    for (const char c : digits) number = number * 10 + (c - '0');
    return number;
}

// A time as it is written: digits, fraction of the second, offset.
struct WrittenTime {
    std::string_view digits;
    std::string_view fraction;
    std::string_view offset;  // "+0100"
};

std::optional<WrittenTime> parts_of(std::string_view text) {
    WrittenTime parts;
    if (const auto sign = text.find_first_of("+-"); sign != std::string_view::npos) {
        parts.offset = text.substr(sign);
        text = text.substr(0, sign);
        if (parts.offset.size() != 5 || !nothing_but_digits(parts.offset.substr(1))) return std::nullopt;
    }
    if (const auto dot = text.find('.'); dot != std::string_view::npos) {
        parts.fraction = text.substr(dot + 1);
        text = text.substr(0, dot);
        // Only seconds have a fraction, and one of four digits at most.
        if (text.size() != 14 || parts.fraction.empty() || parts.fraction.size() > 4) return std::nullopt;
    }
    parts.digits = text;
    const bool whole = text.size() >= 4 && text.size() <= 14 && text.size() % 2 == 0;
    if (!whole || !nothing_but_digits(text) || !nothing_but_digits(parts.fraction)) return std::nullopt;
    return parts;
}

Hl7Precision precision_of(const WrittenTime& parts) {
    constexpr std::array<Hl7Precision, 6> by_length{Hl7Precision::year, Hl7Precision::month,  Hl7Precision::day,
                                                    Hl7Precision::hour, Hl7Precision::minute, Hl7Precision::second};
    return by_length.at(parts.digits.size() / 2 - 2);
}

std::optional<int> minutes_of(std::string_view offset) {
    if (offset.empty()) return std::nullopt;
    const int hours = number_of(offset.substr(1, 2));
    const int beyond = number_of(offset.substr(3, 2));
    if (hours > 14 || beyond > 59) return std::nullopt;
    return (offset[0] == '-' ? -1 : 1) * (hours * 60 + beyond);
}

// The reading of the wall clock as if it were UTC; nothing for a day or an hour that does not exist.
std::optional<Instant> wall_time_of(const WrittenTime& parts) {
    const auto two = [&](std::size_t place) {
        return place < parts.digits.size() ? std::string(parts.digits.substr(place, 2)) : std::string("00");
    };
    std::string text = std::string(parts.digits.substr(0, 4)) + "-" + two(4) + "-" + two(6);
    text += "T" + two(8) + ":" + two(10) + ":" + two(12);
    if (!parts.fraction.empty()) text += "." + std::string(parts.fraction);
    return parse_instant(text + "Z");
}

// "2026-03" of 202603.
std::string date_written(std::string_view digits) {
    std::string date(digits.substr(0, 4));
    for (const std::size_t place : {4U, 6U}) {
        if (digits.size() >= place + 2) date += "-" + std::string(digits.substr(place, 2));
    }
    return date;
}

std::string why_too_coarse(Hl7Precision precision) {
    if (precision == Hl7Precision::hour) return "tells the hour alone, and its minute is needed";
    return "is a date without a time of day";
}

// Places the reading of a wall clock that no offset of its own places.
void place_locally(Hl7Time& time, Instant wall_time, const Hl7LocalTime& local) {
    if (local.message_offset) {
        time.offset_minutes = local.message_offset;
        time.at = wall_time - minutes(*local.message_offset);
    } else if (local.site_zone != nullptr) {
        const auto placed = local.site_zone->instant_of(wall_time);
        if (const auto* refusal = std::get_if<Refusal>(&placed)) {
            time.why = refusal->why;
            return;
        }
        time.at = std::get<Instant>(placed);
        time.offset_minutes = local.site_zone->offset_minutes(*time.at);
    } else {
        time.why = "it has no offset from UTC, neither has MSH-7, and no time zone of the site is set" +
                   std::string(right_would_be);
    }
}

}  // namespace

Hl7Time hl7v2_time(std::string_view text, std::string_view field, const Hl7LocalTime& local) {
    Hl7Time time;
    const std::string name(field);
    if (text.empty()) {
        time.why = name + " is empty; the time it was true is needed";
        return time;
    }
    const std::string told = name + " " + clipped(text) + " ";
    const auto parts = parts_of(text);
    if (!parts) {
        time.why = told + "is no time as HL7 writes them" + std::string(right_would_be);
        return time;
    }
    time.precision = precision_of(*parts);
    if (time.precision < Hl7Precision::minute) {
        time.at_latest = end_of_written_date(date_written(parts->digits)).value_or(forever);
        time.why = told + why_too_coarse(time.precision) + std::string(right_would_be);
        return time;
    }
    const auto wall_time = wall_time_of(*parts);
    const auto offset = minutes_of(parts->offset);
    if (!wall_time || (!parts->offset.empty() && !offset)) {
        time.why = told + "names a day, a time or an offset that does not exist" + std::string(right_would_be);
        return time;
    }
    if (offset) {
        time.offset_minutes = offset;
        time.at = *wall_time - minutes(*offset);
        return time;
    }
    place_locally(time, *wall_time, local);
    if (!time.at) time.why = told.substr(0, told.size() - 1) + ": " + time.why;
    return time;
}

std::optional<int> hl7v2_offset(std::string_view text) {
    const auto parts = parts_of(text);
    return parts ? minutes_of(parts->offset) : std::nullopt;
}

std::optional<Date> hl7v2_day(std::string_view text) {
    const auto parts = parts_of(text);
    if (!parts || precision_of(*parts) < Hl7Precision::day) return std::nullopt;
    const Date day{number_of(parts->digits.substr(0, 4)), number_of(parts->digits.substr(4, 2)),
                   number_of(parts->digits.substr(6, 2))};
    if (!is_valid(day)) return std::nullopt;
    return day;
}

std::string hl7v2_time_text(Instant at) {
    std::string digits;
    for (const char c : to_text(at).substr(0, 19)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return digits + "+0000";
}

}  // namespace stormkeel
