// Instants, durations and calendar dates: all times are UTC, counted in microseconds, and never read from a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace stormkeel {

// A length of time in microseconds. Negative values mean "earlier".
struct Duration {
    std::int64_t microseconds = 0;
    constexpr auto operator<=>(const Duration&) const = default;
};

constexpr Duration seconds(std::int64_t count) { return {count * 1'000'000}; }
constexpr Duration minutes(std::int64_t count) { return seconds(count * 60); }
constexpr Duration hours(std::int64_t count) { return minutes(count * 60); }
constexpr Duration days(std::int64_t count) { return hours(count * 24); }
constexpr Duration operator+(Duration a, Duration b) { return {a.microseconds + b.microseconds}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.microseconds - b.microseconds}; }

// A point in time: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;
    constexpr auto operator<=>(const Instant&) const = default;
};

constexpr Instant never{std::numeric_limits<std::int64_t>::min() / 4};    // before every fact: "has not happened"
constexpr Instant forever{std::numeric_limits<std::int64_t>::max() / 4};  // after every fact: "nothing is due"

constexpr Instant operator+(Instant at, Duration by) { return {at.microseconds + by.microseconds}; }
constexpr Instant operator-(Instant at, Duration by) { return {at.microseconds - by.microseconds}; }
constexpr Duration operator-(Instant later, Instant earlier) { return {later.microseconds - earlier.microseconds}; }

// A day of the Gregorian calendar.
struct Date {
    int year = 0;
    int month = 0;  // 1 to 12
    int day = 0;    // 1 to 31
    constexpr auto operator<=>(const Date&) const = default;
};

Date date_of(Instant at);        // the UTC day that holds the instant
Instant midnight_of(Date date);  // 00:00:00Z of that day
bool is_valid(Date date);        // false for 2026-02-30

// Completed years, or completed months, from birth to the UTC day of `at`. Negative when `at` is before birth.
int completed_years(Date birth, Instant at);
int completed_months(Date birth, Instant at);

// RFC 3339 with an offset or Z; nothing when it is anything else (no offset, no time, a day that does not exist).
std::optional<Instant> parse_instant(std::string_view text);
std::optional<Date> parse_date(std::string_view text);  // 2026-03-01

// When the year, month or day that is written ("2024", "2024-05", "2024-05-02") is over everywhere on earth, 12 hours
// after it is in UTC. Nothing for another text, and for a year outside 1950 to 2150, which is a slip.
std::optional<Instant> end_of_written_date(std::string_view text);

std::string to_text(Instant at);        // 2026-03-01T08:00:00Z; fractions of a second only when there are any
std::string to_text(Date date);         // 2026-03-01
std::string to_words(Duration length);  // "7 h 59 min", "3 d 0 h": for people

}  // namespace stormkeel
