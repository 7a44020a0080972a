// Reads an answer by the alarm table, row by row.
#include "core/alarms.h"

#include <algorithm>
#include <utility>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 3> priority_names{"low", "medium", "high"};
constexpr std::array<std::string_view, 10> sign_names{
    "crs_at_least", "crs_may_be",    "crs_not_known", "crs_rise",      "icans_at_least",
    "icans_may_be", "hlh_suspected", "treatment_due", "clock_overdue", "taken_back"};

// A grade brings the words of those below it, so that a lower one is no news.
std::vector<std::string> grades_up_to(int grade) {
    std::vector<std::string> words;
    for (int each = 1; each <= grade; ++each) words.push_back(std::to_string(each));
    return words;
}

std::vector<std::string> when(bool holds, int grade) {
    return holds ? grades_up_to(grade) : std::vector<std::string>{};
}

bool may_be(const ScaleAnswer& answer, int from) { return answer.at_least >= 1 && answer.at_most >= from; }

std::vector<std::string> due_now(const Assessment& assessment) {
    std::vector<std::string> items;
    for (const Recommendation& advice : assessment.recommendations) {
        const bool new_one = std::find(items.begin(), items.end(), advice.item) == items.end();
        if (advice.action == Action::give && advice.urgency == Urgency::now && new_one) items.push_back(advice.item);
    }
    return items;
}

std::vector<std::string> overdue(const Assessment& assessment, Duration after) {
    std::vector<std::string> items;
    for (const Timer& timer : assessment.timers) {
        if (timer.overdue && assessment.as_of - timer.due >= after) items.push_back(timer.item);
    }
    return items;
}

// The words of a row that holds; none: it does not.
std::vector<std::string> words_of(const AlarmRule& rule, const Assessment& assessment, std::optional<int> crs_before) {
    const CrsAnswer& crs = assessment.crs;
    const ScaleAnswer& icans = assessment.icans;
    switch (rule.sign) {
        case AlarmSign::crs_at_least:
            return when(crs.at_least >= rule.from, crs.at_least);
        case AlarmSign::crs_may_be:
            return when(may_be(crs, rule.from), crs.at_most);
        case AlarmSign::crs_not_known:
            return when(assessment.therapy && crs.at_least == 0 && crs.at_most >= rule.from, 1);
        case AlarmSign::crs_rise:
            return when(crs_before && crs.at_least - *crs_before >= rule.from, crs.at_least);
        case AlarmSign::icans_at_least:
            return when(icans.at_least >= rule.from, icans.at_least);
        case AlarmSign::icans_may_be:
            return when(may_be(icans, rule.from), icans.at_most);
        case AlarmSign::hlh_suspected:
            return when(assessment.hlh.status == HlhStatus::suspected, 1);
        case AlarmSign::treatment_due:
            return due_now(assessment);
        case AlarmSign::clock_overdue:
            return overdue(assessment, rule.after);
        case AlarmSign::taken_back:
            return {};  // no answer tells it: withdrawn()
    }
    return {};
}

}  // namespace

std::string_view name_of(AlarmPriority priority) { return priority_names.at(static_cast<std::size_t>(priority)); }

std::optional<AlarmPriority> alarm_priority_named(std::string_view name) {
    const auto found = std::find(priority_names.begin(), priority_names.end(), name);
    if (found == priority_names.end()) return std::nullopt;
    return static_cast<AlarmPriority>(found - priority_names.begin());
}

std::optional<AlarmSign> alarm_sign_named(std::string_view name) {
    const auto found = std::find(sign_names.begin(), sign_names.end(), name);
    if (found == sign_names.end()) return std::nullopt;
    return static_cast<AlarmSign>(found - sign_names.begin());
}

bool is_news(const Alarm& alarm, AlarmPriority priority, std::span<const std::string> words) {
    if (alarm.priority > priority) return true;
    return std::any_of(alarm.words.begin(), alarm.words.end(), [&](const std::string& word) {
        return std::find(words.begin(), words.end(), word) == words.end();
    });
}

std::vector<Alarm> alarms_on(const Assessment& assessment, std::optional<int> crs_before, const AlarmTable& table) {
    std::vector<Alarm> on;
    for (const AlarmRule& rule : table.rules) {
        std::vector<std::string> words = words_of(rule, assessment, crs_before);
        if (words.empty()) continue;
        const auto same =
            std::find_if(on.begin(), on.end(), [&](const Alarm& alarm) { return alarm.condition == rule.condition; });
        if (same == on.end()) {
            on.push_back({rule.condition, rule.priority, std::move(words)});
        } else if (rule.priority > same->priority) {
            same->priority = rule.priority;
            same->words = std::move(words);
        }
    }
    return on;
}

std::optional<Alarm> withdrawn(std::vector<std::string> conditions, const AlarmTable& table) {
    // A rise is over with the next answer, and a clock when something was done, whatever that rests on.
    std::erase_if(conditions, [&](const std::string& condition) {
        return std::any_of(table.rules.begin(), table.rules.end(), [&](const AlarmRule& each) {
            return each.condition == condition &&
                   (each.sign == AlarmSign::crs_rise || each.sign == AlarmSign::clock_overdue ||
                    each.sign == AlarmSign::taken_back);
        });
    });
    const auto rule = std::find_if(table.rules.begin(), table.rules.end(),
                                   [](const AlarmRule& each) { return each.sign == AlarmSign::taken_back; });
    if (rule == table.rules.end() || conditions.empty()) return std::nullopt;
    std::string named;
    for (const std::string& each : conditions) named += (named.empty() ? "" : ", ") + each;
    return Alarm{rule->condition, rule->priority, std::move(conditions), forever,
                 "what was acknowledged rested on a record that was taken back or corrected (" + named +
                     "): look again at what was done"};
}

Instant next_alarm(const Assessment& assessment, const AlarmTable& table) {
    Instant next = assessment.changes_at;
    for (const AlarmRule& rule : table.rules) {
        if (rule.sign != AlarmSign::clock_overdue) continue;
        for (const Timer& timer : assessment.timers) {
            const Instant on = timer.due + rule.after;
            if (on > assessment.as_of) next = std::min(next, on);
        }
    }
    return next;
}

}  // namespace stormkeel
