// Reads the times of a chart, fast where many rows fall on the same days.
#include "adapters/chart_csv_time.h"

#include <array>
#include <functional>

namespace stormkeel {
namespace {

constexpr std::size_t days_kept = 1024;  // nearly three years, a few kilobytes
constexpr std::string_view midnight_text = "T00:00:00";
constexpr std::size_t date_length = 10;                                    // 2026-03-01
constexpr std::size_t offset_begins = date_length + midnight_text.size();  // behind 2026-03-01T09:00:00

// Two digits as a number; 100 when they are none.
int two_digits(std::string_view text, std::size_t at) {
    const int tens = text[at] - '0';
    const int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 100 : tens * 10 + ones;
}

}  // namespace

int written_offset_minutes(std::string_view time) {
    constexpr std::size_t length = 6;  // of "+01:00"
    if (time.size() < length || time.back() < '0' || time.back() > '9') return 0;
    const std::string_view offset = time.substr(time.size() - length);
    const int minutes_east = two_digits(offset, 1) * 60 + two_digits(offset, 4);
    return offset[0] == '-' ? -minutes_east : minutes_east;
}

const DayMemory::Day* DayMemory::day_of(std::string_view date, std::string_view offset) {
    if (days_.empty()) days_.resize(days_kept);
    std::array<char, date_length + 8> key_text{};
    if (offset.size() > 8) return nullptr;
    date.copy(key_text.data(), date.size());
    offset.copy(key_text.data() + date.size(), offset.size());
    const std::string_view key{key_text.data(), date.size() + offset.size()};
    Day& day = days_[std::hash<std::string_view>{}(key) % days_kept];
    if (day.date_and_offset == key) return &day;
    std::string text{date};
    const auto midnight = parse_instant(text.append(midnight_text).append(offset));
    if (!midnight) return nullptr;
    day = {std::string{key}, *midnight};
    return &day;
}

std::optional<Instant> DayMemory::instant(std::string_view text) {
    // Only the usual form is taken apart here; fractions, leap seconds and everything odd go to the calendar.
    const bool usual = text.size() > offset_begins && text[date_length] == 'T' && text[13] == ':' && text[16] == ':' &&
                       text[offset_begins] != '.';
    if (!usual) return parse_instant(text);
    const int hour = two_digits(text, 11);
    const int minute = two_digits(text, 14);
    const int second = two_digits(text, 17);
    if (hour > 23 || minute > 59 || second > 59) return parse_instant(text);
    const Day* day = day_of(text.substr(0, date_length), text.substr(offset_begins));
    if (day == nullptr) return parse_instant(text);
    return day->midnight + hours(hour) + minutes(minute) + seconds(second);
}

}  // namespace stormkeel
