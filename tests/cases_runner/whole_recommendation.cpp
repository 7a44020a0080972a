// Writes a recommendation as a person types it in a case, and compares.
#include "cases_runner/whole_recommendation.h"

#include <algorithm>

namespace stormkeel::cases {
namespace {

// "d2 10:00", "d-1 09:00:30": day 0 is 2026-03-01.
std::string time_text(Instant at) {
    const Duration since = at - *parse_instant("2026-03-01T00:00:00Z");
    const std::int64_t day_length = days(1).microseconds;
    std::int64_t day = since.microseconds / day_length;
    if (since.microseconds < day * day_length) --day;
    const std::string clock = to_text(at).substr(11, 8);
    return "d" + std::to_string(day) + " " + (clock.ends_with(":00") ? clock.substr(0, 5) : clock);
}

std::string length_text(Duration length) {
    const std::int64_t in_minutes = length.microseconds / minutes(1).microseconds;
    return std::to_string(in_minutes) + " min";
}

std::string interval_text(Duration length) {
    const bool whole = length.microseconds % hours(1).microseconds == 0;
    return whole ? std::to_string(length.microseconds / hours(1).microseconds) + " h" : length_text(length);
}

std::string as_typed(const Recommendation& made, Instant as_of) {
    std::string text = std::string(name_of(made.action)) + " " + made.item;
    if (made.dose) {
        const auto& value = made.dose->value;
        text += value ? " " + to_text(*value) + " " + std::string(ucum(made.dose->unit)) : " no dose";
    }
    if (!made.route.empty()) text += " " + made.route;
    if (made.over) text += " over " + length_text(*made.over);
    if (made.every) text += " every " + interval_text(*made.every);
    if (made.due && *made.due != as_of) text += " due " + time_text(*made.due);
    if (made.not_before) text += " not_before " + time_text(*made.not_before);
    return text + " " + std::string(name_of(made.urgency));
}

}  // namespace

std::optional<std::string> recommendation_differs(const Answer& answer, const std::vector<std::string>& words) {
    if (!answer.guideline.statement_named(words[1])) return "no pack holds the statement";
    const auto& all = answer.assessment.recommendations;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Recommendation& made) { return made.statement == words[1]; });
    if (found == all.end()) return "the statement recommends nothing";
    std::string wanted;
    for (std::size_t i = 2; i < words.size(); ++i) wanted += (i == 2 ? "" : " ") + words[i];
    const std::string came = as_typed(*found, answer.assessment.as_of);
    if (wanted == came) return std::nullopt;
    return came;
}

}  // namespace stormkeel::cases
