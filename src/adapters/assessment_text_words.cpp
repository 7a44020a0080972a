// Writes times and figures for people.
#include "adapters/assessment_text_words.h"

#include <algorithm>

namespace stormkeel {
namespace {

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };

// How long the RFC 3339 time in UTC is that starts the text; 0 when none does.
std::size_t length_of_moment(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00T00:00:00";
    if (text.size() <= shape.size()) return 0;
    for (std::size_t at = 0; at < shape.size(); ++at) {
        if (shape[at] == '0' ? !is_digit(text[at]) : text[at] != shape[at]) return 0;
    }
    const std::size_t end = text.find_first_not_of(".0123456789", shape.size());
    return end != std::string_view::npos && text[end] == 'Z' ? end + 1 : 0;
}

}  // namespace

std::string zone_words(WallClock clock) {
    const int offset = clock.utc_offset_minutes.value_or(0);
    if (offset == 0) return "UTC";
    const int size = offset < 0 ? -offset : offset;
    return (offset < 0 ? "-" : "+") + two_digits(size / 60) + ":" + two_digits(size % 60);
}

std::string time_words(Instant at, WallClock clock) {
    std::string text = to_text(at + minutes(clock.utc_offset_minutes.value_or(0)));  // 2026-03-04T09:00:00Z
    text[text.find('T')] = ' ';
    text.pop_back();
    if (text.ends_with(":00") && text.size() == 19) text.resize(16);
    return text;
}

std::string moment_words(Instant at, WallClock clock) { return time_words(at, clock) + " " + zone_words(clock); }

std::string with_moments(std::string_view text, WallClock clock) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        // A moment begins with a digit.
        const auto* const digit = std::find_if(text.begin(), text.end(), is_digit);
        const auto plain = static_cast<std::size_t>(digit - text.begin());
        result += text.substr(0, plain);
        text.remove_prefix(plain);
        const std::size_t length = length_of_moment(text);
        const auto at = length > 0 ? parse_instant(text.substr(0, length)) : std::nullopt;
        at ? result += moment_words(*at, clock) : result += text.substr(0, 1);
        text.remove_prefix(at ? length : std::min<std::size_t>(1, text.size()));
    }
    return result;
}

std::string shortened(Decimal value, int decimals) {
    const std::int64_t size = value.billionths < 0 ? -value.billionths : value.billionths;
    std::int64_t step = Decimal::one;
    for (int place = 0; place < decimals; ++place) step /= 10;
    while (step > 1 && size > 0 && size < 10 * step) step /= 10;
    const std::int64_t cut = size / step * step;
    const std::int64_t nearest = size - cut >= (step + 1) / 2 && step > 1 ? cut + step : cut;
    const std::int64_t shown = nearest > size && nearest % Decimal::one == 0 ? cut : nearest;
    return to_text(Decimal{value.billionths < 0 ? -shown : shown});
}

std::string range_words(int at_least, int at_most) {
    std::string text = std::to_string(at_least);
    if (at_most != at_least) text += " to " + std::to_string(at_most);
    return text;
}

std::string range_words(const ScaleAnswer& answer) { return range_words(answer.at_least, answer.at_most); }

}  // namespace stormkeel
