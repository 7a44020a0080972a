// Turns instants and dates into text and back by the Gregorian calendar alone: no time zone tables, no clock.
#include "core/time.h"

namespace stormkeel {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t microseconds_per_day = 86'400 * microseconds_per_second;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
    if (month == 2) return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days since 1970-01-01. Years are counted from March, so that the leap day is the last of its year.
std::int64_t day_number(Date date) {
    const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    const std::int64_t era = floor_divide(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t month_from_march = (date.month + 9) % 12;
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Date date_of_day(std::int64_t number) {
    const std::int64_t from_march_0000 = number + 719'468;
    const std::int64_t era = floor_divide(from_march_0000, 146'097);
    const std::int64_t day_of_era = from_march_0000 - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), static_cast<int>(month),
            static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

// Reads a text from its front; every step says whether it found what it wanted.
class Front {
public:
    explicit Front(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool digits(std::size_t count, int& value) {
        if (rest_.size() < count) return false;
        value = 0;
        for (const char c : rest_.substr(0, count)) {
            if (c < '0' || c > '9') return false;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return true;
    }

    // The digits after a decimal point. What is finer than a microsecond is cut off, which keeps the order of times.
    bool fraction(std::int64_t& microseconds) {
        std::int64_t worth = microseconds_per_second;
        microseconds = 0;
        std::size_t count = 0;
        for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
            worth /= 10;
            microseconds += worth * (rest_[count] - '0');
        }
        rest_.remove_prefix(count);
        return count > 0;
    }

    bool date(Date& found) {
        return digits(4, found.year) && one_of("-") && digits(2, found.month) && one_of("-") && digits(2, found.day) &&
               is_valid(found);
    }

    // "Z", "+01:00", "-05:30": minutes east of Greenwich.
    bool offset(int& offset_minutes) {
        offset_minutes = 0;
        if (one_of("Zz")) return true;
        const bool west = !rest_.empty() && rest_.front() == '-';
        int hour = 0;
        int minute = 0;
        if (!one_of("+-") || !digits(2, hour) || !one_of(":") || !digits(2, minute) || hour > 23 || minute > 59) {
            return false;
        }
        offset_minutes = (west ? -1 : 1) * (hour * 60 + minute);
        return true;
    }

private:
    std::string_view rest_;
};

void append_padded(std::string& text, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value < 0 ? -value : value);
    if (value < 0) text += '-';
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
}

}  // namespace

bool is_valid(Date date) {
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

Date date_of(Instant at) { return date_of_day(floor_divide(at.microseconds, microseconds_per_day)); }

Instant midnight_of(Date date) { return {day_number(date) * microseconds_per_day}; }

int completed_years(Date birth, Instant at) {
    const Date today = date_of(at);
    // Who was born on a leap day has the birthday on 1 March in other years.
    const bool before_birthday = today.month < birth.month || (today.month == birth.month && today.day < birth.day);
    return today.year - birth.year - (before_birthday ? 1 : 0);
}

int completed_months(Date birth, Instant at) {
    const Date today = date_of(at);
    return (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day ? 1 : 0);
}

std::optional<Instant> parse_instant(std::string_view text) {
    Front front(text);
    Date date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t fraction = 0;
    int offset_minutes = 0;
    if (!front.date(date) || !front.one_of("Tt ") || !front.digits(2, hour) || !front.one_of(":") ||
        !front.digits(2, minute) || !front.one_of(":") || !front.digits(2, second)) {
        return std::nullopt;
    }
    if (front.one_of(".") && !front.fraction(fraction)) return std::nullopt;
    if (!front.offset(offset_minutes) || !front.at_end()) return std::nullopt;
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const Instant minute_begins = midnight_of(date) + hours(hour) + minutes(minute - offset_minutes);
    // A leap second is added only to the last minute of a day in UTC; it reads as the first second of the next day.
    const Instant next_midnight = midnight_of(date_of(minute_begins)) + days(1);
    if (second == 60 && minute_begins + minutes(1) != next_midnight) return std::nullopt;
    const Instant at = minute_begins + seconds(second) + Duration{fraction};
    if (!is_valid(date_of(at))) return std::nullopt;
    return at;
}

std::optional<Date> parse_date(std::string_view text) {
    Front front(text);
    Date date;
    if (!front.date(date) || !front.at_end()) return std::nullopt;
    return date;
}

std::optional<Instant> end_of_written_date(std::string_view text) {
    constexpr std::string_view first_day = "-01-01";
    const bool year = text.size() == 4;
    const bool month = text.size() == 7;
    if (!year && !month && text.size() != 10) return std::nullopt;
    auto date = parse_date(std::string(text) + std::string(first_day.substr(year ? 0 : month ? 3 : 6)));
    if (!date || date->year < 1950 || date->year >= 2150) return std::nullopt;
    if (!year && !month) return midnight_of(*date) + days(1) + hours(12);
    date->year += year || date->month == 12 ? 1 : 0;
    date->month = year ? 1 : date->month % 12 + 1;
    return midnight_of(*date) + hours(12);
}

std::string to_text(Date date) {
    std::string text;
    append_padded(text, date.year, 4);
    text += '-';
    append_padded(text, date.month, 2);
    text += '-';
    append_padded(text, date.day, 2);
    return text;
}

std::string to_text(Instant at) {
    const Date date = date_of(at);
    const std::int64_t since_midnight = (at - midnight_of(date)).microseconds;
    const std::int64_t second = since_midnight / microseconds_per_second;
    std::string text = to_text(date) + 'T';
    append_padded(text, second / 3'600, 2);
    text += ':';
    append_padded(text, second / 60 % 60, 2);
    text += ':';
    append_padded(text, second % 60, 2);
    if (const std::int64_t fraction = since_midnight % microseconds_per_second; fraction != 0) {
        text += '.';
        append_padded(text, fraction, 6);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + 'Z';
}

std::string to_words(Duration length) {
    if (length < Duration{}) return "-" + to_words(Duration{} - length);
    const std::int64_t second = length.microseconds / microseconds_per_second;
    if (second < 60) return std::to_string(second) + " s";
    const std::int64_t minute = second / 60;
    if (minute < 60) return std::to_string(minute) + " min";
    const std::int64_t hour = minute / 60;
    if (hour < 48) return std::to_string(hour) + " h " + std::to_string(minute % 60) + " min";
    return std::to_string(hour / 24) + " d " + std::to_string(hour % 24) + " h";
}

}  // namespace stormkeel
