// Looks for intervals and numbers of doses word by word, and takes the shortest and the most.
#include "adapters/cds_hooks_repetition_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "adapters/words.h"

namespace stormkeel {
namespace {

constexpr int most_doses = 1000;

struct WordAndLength {
    std::string_view word;
    Duration length;
};

constexpr std::array abbreviations{
    WordAndLength{"bid", hours(12)},   WordAndLength{"bd", hours(12)},    WordAndLength{"tid", hours(8)},
    WordAndLength{"tds", hours(8)},    WordAndLength{"qid", hours(6)},    WordAndLength{"qds", hours(6)},
    WordAndLength{"qd", hours(24)},    WordAndLength{"daily", hours(24)}, WordAndLength{"nightly", hours(24)},
    WordAndLength{"qod", hours(48)},   WordAndLength{"qh", hours(1)},     WordAndLength{"weekly", days(7)},
    WordAndLength{"b i d", hours(12)}, WordAndLength{"t i d", hours(8)},  WordAndLength{"q i d", hours(6)},
    WordAndLength{"q o d", hours(48)}};

// The words of a text, folded, and what stands at one of them. Past the last stands nothing.
class RepetitionWords {
public:
    explicit RepetitionWords(std::string_view text) {
        std::string folded = folded_words(text);
        for (std::size_t end = 0; !folded.empty(); folded.erase(0, end == folded.size() ? end : end + 1)) {
            end = std::min(folded.find(' '), folded.size());
            words_.push_back(folded.substr(0, end));
        }
    }

    std::size_t size() const { return words_.size(); }

    // What the words from `at` on tell of an interval.
    std::optional<Duration> interval_at(std::size_t at) const {
        const std::string_view word = word_at(at);
        if (word == "every" || word == "each") return time_or_unit_at(at + 1);
        if (const auto time = word == "q" ? time_or_unit_at(at + 1) : std::nullopt) return time;
        if (repeats_at(at) && (word_at(at + 1) == "in" || word_at(at + 1) == "after")) return time_at(at + 2);
        if (word.size() > 1 && word.front() == 'q' && digits_of(word.substr(1)) > 0) return time_at(at, 1);
        if (const auto often = times_at(at)) return share_of_period(at + often->second, often->first);
        if (word == "hourly" || word == "hrly") {
            const auto count = at > 0 ? number_in(word_at(at - 1)) : std::nullopt;
            return time_in_units(Decimal::whole(count.value_or(1)), hours(1));
        }
        for (const WordAndLength& each : abbreviations) {
            if (each.word == word || each.word == phrase_at(at, 3)) return each.length;
        }
        return std::nullopt;
    }

    // Whether a repetition is told there, in whatever way.
    bool repeats_at(std::size_t at) const {
        constexpr std::array<std::string_view, 6> signs{"every", "repeat", "repeated", "repeating", "again", "prn"};
        constexpr std::array<std::string_view, 4> negations{"not", "no", "never", "without"};
        const std::string_view word = word_at(at);
        if (at > 0 && is_in(negations, word_at(at - 1))) return false;
        const bool as_needed = (word == "as" || word == "if" || word == "when") &&
                               (word_at(at + 1) == "needed" || word_at(at + 1) == "required");
        return as_needed || is_in(signs, word) || times_at(at) ||
               (word.front() == 'q' && digits_of(word.substr(1)) > 0);
    }

    // "3 doses", "3 times", "x3": nothing for one, since "1 dose every 8 hours" is no single dose.
    std::optional<int> doses_at(std::size_t at) const {
        const std::string_view word = word_at(at);
        std::optional<int> doses;
        if (word_at(at + 1) == "doses") doses = number_in(word);
        if (word.size() > 1 && word.front() == 'x') doses = number_in(word.substr(1));
        const auto often = times_at(at);
        if (often && !share_of_period(at + often->second, often->first)) doses = often->first;
        return doses && *doses > 1 ? doses : std::nullopt;
    }

    // "max 3 doses", "not to exceed 3 doses": a limit, which orders none of them.
    bool is_limit_at(std::size_t at) const {
        constexpr std::array<std::string_view, 6> limits{"max", "maximum", "maximal", "most", "exceed", "limit"};
        constexpr std::array<std::string_view, 5> between{"of", "to", "total", "a", "is"};
        if (is_in(limits, word_at(at + 2))) return true;
        std::size_t before = at;
        while (before > 0 && is_in(between, word_at(before - 1))) --before;
        if (before == 0) return false;
        const bool no_more = before > 1 && word_at(before - 1) == "than" && word_at(before - 2) == "more";
        return no_more || is_in(limits, word_at(before - 1));
    }

    // "for 2 days": how long it is repeated.
    std::optional<Duration> bounds_at(std::size_t at) const {
        return word_at(at) == "for" ? time_at(at + 1) : std::nullopt;
    }

private:
    std::string_view word_at(std::size_t at) const { return at < words_.size() ? words_[at] : std::string_view(); }

    std::string phrase_at(std::size_t at, std::size_t count) const {
        std::string phrase(word_at(at));
        for (std::size_t i = 1; i < count; ++i) phrase.append(" ").append(word_at(at + i));
        return phrase;
    }

    static std::size_t digits_of(std::string_view word) {
        return std::min(word.find_first_not_of("0123456789"), word.size());
    }

    static std::optional<int> number_in(std::string_view word) {
        constexpr std::array<std::string_view, 12> numbers{"one",   "two",   "three", "four", "five",   "six",
                                                           "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
        const auto named = std::find(numbers.begin(), numbers.end(), word);
        if (named != numbers.end()) return static_cast<int>(named - numbers.begin()) + 1;
        const auto count = all_digits(word) ? parse_decimal(word) : std::nullopt;
        if (!count || *count < Decimal::whole(1)) return std::nullopt;
        return static_cast<int>(std::min(*count, Decimal::whole(most_doses)).billionths / Decimal::one);
    }

    // "8 hours", "8h", "6 to 8 h", "4 6h" (of "4-6h"): the shorter of two. The first word is read from `skip` on.
    std::optional<Duration> time_at(std::size_t at, std::size_t skip = 0) const {
        std::string_view word = word_at(at).substr(std::min(skip, word_at(at).size()));
        const std::size_t digits = digits_of(word);
        const auto count = number_in(digits > 0 ? word.substr(0, digits) : word);
        if (!count) return std::nullopt;
        std::string_view unit = digits > 0 ? word.substr(digits) : std::string_view();
        if (unit.empty()) {
            std::size_t next = at + 1;
            if (word_at(next) == "to" || word_at(next) == "or") ++next;
            const std::size_t more = digits_of(word_at(next));
            unit = word_at(next).substr(more);
            if (unit.empty()) unit = word_at(next + 1);
        }
        const auto length = unit_of_time(unit);
        return length ? time_in_units(Decimal::whole(*count), *length) : std::nullopt;
    }

    // "8 hours", "hour", "other day".
    std::optional<Duration> time_or_unit_at(std::size_t at) const {
        if (const auto time = time_at(at)) return time;
        const bool other = word_at(at) == "other" || word_at(at) == "second";
        const auto unit = unit_of_time(word_at(other ? at + 1 : at));
        return unit ? time_in_units(Decimal::whole(other ? 2 : 1), *unit) : std::nullopt;
    }

    // "3 times", "twice", "3x daily": how often, and how many words tell it. "2 x 320 mg" is one dose.
    std::optional<std::pair<int, std::size_t>> times_at(std::size_t at) const {
        const std::string_view word = word_at(at);
        if (word == "twice") return std::pair(2, std::size_t{1});
        if (word == "thrice") return std::pair(3, std::size_t{1});
        const bool with_x = word.ends_with('x');
        const auto often = number_in(with_x ? word.substr(0, word.size() - 1) : word);
        if (!often || *often < 2) return std::nullopt;
        const std::pair told(*often, std::size_t{with_x ? 1U : 2U});
        if (!with_x && word_at(at + 1) == "times") return told;
        const bool is_multiple = with_x || word_at(at + 1) == "x";
        return is_multiple && share_of_period(at + told.second, *often) ? std::optional(told) : std::nullopt;
    }

    // "a day", "daily", "per 24 hours", "in 24 h": as much of it as one of so many takes.
    std::optional<Duration> share_of_period(std::size_t at, int often) const {
        constexpr std::array<std::string_view, 3> before{"a", "per", "in"};
        const std::string_view word = word_at(at);
        if (word == "daily") return time_in_units(Decimal::whole(1), days(1), often);
        if (word == "each" || word == "every") {
            const auto unit = unit_of_time(word_at(at + 1));
            return unit ? time_in_units(Decimal::whole(1), *unit, often) : std::nullopt;
        }
        const auto period = time_or_unit_at(is_in(before, word) ? at + 1 : at);
        return period ? time_in_units(Decimal{period->microseconds * 1000}, seconds(1), often) : std::nullopt;
    }

    std::vector<std::string> words_;
};

}  // namespace

std::optional<Duration> unit_of_time(std::string_view word) {
    struct TimeUnit {
        Duration length;
        std::array<std::string_view, 5> names;
    };
    constexpr std::array units{TimeUnit{seconds(1), {"s", "sec", "secs", "second", "seconds"}},
                               TimeUnit{minutes(1), {"min", "mins", "minute", "minutes"}},
                               TimeUnit{hours(1), {"h", "hr", "hrs", "hour", "hours"}},
                               TimeUnit{days(1), {"d", "day", "days"}},
                               TimeUnit{days(7), {"wk", "wks", "week", "weeks"}},
                               TimeUnit{days(30), {"mo", "month", "months"}},
                               TimeUnit{days(365), {"a", "yr", "year", "years"}}};
    for (const TimeUnit& unit : units) {
        if (!word.empty() && is_in(unit.names, word)) return unit.length;
    }
    return std::nullopt;
}

std::optional<Duration> time_in_units(Decimal count, Duration unit, int parts) {
    constexpr std::int64_t a_second = seconds(1).microseconds;
    const auto in_seconds = scale(count, unit.microseconds / a_second, parts);
    const std::int64_t microseconds = in_seconds ? in_seconds->billionths / (Decimal::one / a_second) : 0;
    return microseconds > 0 ? std::optional<Duration>(Duration{microseconds}) : std::nullopt;
}

int doses_within(Duration time, Duration every) {
    const std::int64_t doses = (time.microseconds + every.microseconds - 1) / every.microseconds;
    return static_cast<int>(std::min(doses, std::int64_t{most_doses}));
}

bool says_once(std::string_view text) {
    constexpr std::array<std::string_view, 9> once{"once",     "one time", "1 time",      "stat", "now",
                                                   "one dose", "1 dose",   "single dose", "x1"};
    return is_in(once, folded_words(text));
}

std::optional<Repetition> repetition_in(std::string_view text) {
    const RepetitionWords words(text);
    Repetition told;
    bool repeats = false;
    std::optional<Duration> bounds;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto every = words.interval_at(at);
        if (every && (!told.every || *every < *told.every)) told.every = every;
        if (const auto doses = words.doses_at(at)) {
            std::optional<int>& most = words.is_limit_at(at) ? told.in_all : told.doses;
            most = std::max(*doses, most.value_or(0));
        }
        if (!bounds) bounds = words.bounds_at(at);
        repeats = repeats || every || words.repeats_at(at);
    }
    if (!repeats && !told.doses && !told.in_all) return std::nullopt;
    const int within = told.every && bounds ? doses_within(*bounds, *told.every) : 0;
    if (!told.doses && within > 1) told.doses = within;
    return told;
}

}  // namespace stormkeel
