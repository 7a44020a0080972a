// Reads an answer by the alarm table, row by row.
#include "core/alarms.h"

#include <algorithm>
#include <utility>

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 3> priority_names{"low", "medium", "high"};
constexpr std::array<std::string_view, 12> sign_names{
    "crs_at_least", "crs_may_be",    "crs_not_known", "crs_rise",      "icans_at_least", "icans_may_be",
    "icans_rise",   "hlh_suspected", "treatment_due", "clock_overdue", "taken_back",     "crs_without_therapy"};

constexpr std::string_view possible_grade = "possible_";

// A grade brings the words of those below it, so that a lower one is no news, and one that is certain those of what may
// be. What is certain is news where it was only possible.
std::vector<std::string> grade_words(int certain, int at_most) {
    std::vector<std::string> words;
    for (int each = 1; each <= certain; ++each) words.push_back(std::to_string(each));
    for (int each = 1; each <= at_most; ++each) words.push_back(std::string(possible_grade) + std::to_string(each));
    return words;
}

std::vector<std::string> words_when(bool holds, std::vector<std::string> words) {
    return holds ? std::move(words) : std::vector<std::string>{};
}

bool has_word(std::span<const std::string> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

struct GradeRange {
    int low = 0;
    int high = 0;
};

enum class GradeScale : std::uint8_t { none, crs, icans };

// Of a row about the grade itself; a rise is over with the next answer.
GradeScale scale_of(AlarmSign sign) {
    switch (sign) {
        case AlarmSign::crs_at_least:
        case AlarmSign::crs_may_be:
        case AlarmSign::crs_not_known:
            return GradeScale::crs;
        case AlarmSign::icans_at_least:
        case AlarmSign::icans_may_be:
            return GradeScale::icans;
        default:
            return GradeScale::none;
    }
}

GradeRange grade_range(GradeScale scale, const Assessment& assessment) {
    const ScaleAnswer& answer = scale == GradeScale::crs ? assessment.crs : assessment.icans;
    return {answer.at_least, answer.at_most};
}

std::vector<std::string> words_of_grade(const AlarmRule& rule, GradeRange grade, bool after_therapy) {
    switch (rule.sign) {
        case AlarmSign::crs_at_least:
        case AlarmSign::icans_at_least:
            return words_when(grade.low >= rule.from, grade_words(grade.low, grade.low));
        case AlarmSign::crs_may_be:
        case AlarmSign::icans_may_be:
            return words_when(grade.low >= 1 && grade.high >= rule.from, grade_words(grade.low, grade.high));
        case AlarmSign::crs_not_known:
            return words_when(after_therapy && grade.low == 0 && grade.high >= rule.from, grade_words(0, 1));
        default:
            return {};
    }
}

// The highest grade that was told as certain.
int certain_in(std::span<const std::string> words) {
    int highest = 0;
    for (int each = 1; each <= 5; ++each) {
        if (has_word(words, std::to_string(each))) highest = each;
    }
    return highest;
}

bool is_graded_on(GradeScale scale, std::string_view condition, const AlarmTable& table) {
    return std::any_of(table.rules.begin(), table.rules.end(), [&](const AlarmRule& rule) {
        return rule.condition == condition && scale_of(rule.sign) == scale;
    });
}

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

// Whether something of a graver grade is charted beside the fever, which is the first reason: a pressure, a
// vasopressor, oxygen. Where nothing is charted everything is possible, too, and nobody has to hear of that.
bool has_more_than_fever(const std::vector<Reason>& reasons) {
    if (reasons.empty() || reasons.front().evidence.empty()) return false;
    const std::vector<Evidence>& fever = reasons.front().evidence;
    const auto is_of_fever = [&](const Evidence& one) {
        return std::any_of(fever.begin(), fever.end(), [&](const Evidence& each) { return each.item == one.item; });
    };
    return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
        return std::any_of(reason.evidence.begin(), reason.evidence.end(),
                           [&](const Evidence& one) { return !is_of_fever(one); });
    });
}

bool is_graded_for_want_of_a_therapy(const AlarmRule& rule, const Assessment& assessment) {
    const bool may_be = assessment.crs.at_least == 0 && assessment.crs.at_most >= rule.from;
    return !assessment.therapy && may_be && has_more_than_fever(assessment.crs.reasons);
}

// The words of a row that holds; none: it does not.
std::vector<std::string> words_of(const AlarmRule& rule, const Assessment& assessment,
                                  const std::optional<GradesBefore>& before) {
    const int crs = assessment.crs.at_least;
    const int icans = assessment.icans.at_least;
    switch (rule.sign) {
        case AlarmSign::crs_rise:
            return words_when(before && crs - before->crs >= rule.from, grade_words(crs, crs));
        case AlarmSign::icans_rise:
            return words_when(before && icans - before->icans >= rule.from, grade_words(icans, icans));
        case AlarmSign::hlh_suspected:
            return words_when(assessment.hlh.status == HlhStatus::suspected, {"1"});
        case AlarmSign::treatment_due:
            return due_now(assessment);
        case AlarmSign::clock_overdue:
            return overdue(assessment, rule.after);
        case AlarmSign::crs_without_therapy:
            return words_when(is_graded_for_want_of_a_therapy(rule, assessment), {"therapy"});
        case AlarmSign::taken_back:
            return {};  // no answer tells it: withdrawn()
        default:
            return words_of_grade(rule, grade_range(scale_of(rule.sign), assessment), assessment.therapy.has_value());
    }
}

// Of the rows of one condition the most urgent counts.
void add_row(std::vector<Alarm>& on, const AlarmRule& rule, std::vector<std::string> words) {
    if (words.empty()) return;
    constexpr std::string_view without_therapy =
        "by what is charted this may be a grade of CRS that needs treatment, and no therapy is charted: "
        "chart its product and the time of its infusion, or decline this with the reason";
    const auto same =
        std::find_if(on.begin(), on.end(), [&](const Alarm& alarm) { return alarm.condition == rule.condition; });
    if (same == on.end()) {
        const bool names_its_act = rule.sign == AlarmSign::crs_without_therapy;
        on.push_back({rule.condition, rule.priority, std::move(words), forever,
                      names_its_act ? std::string(without_therapy) : std::string()});
    } else if (rule.priority > same->priority) {
        same->priority = rule.priority;
        same->words = std::move(words);
    }
}

// What the table says of the grade that was told, as far as that is still possible; nothing when it has passed.
std::optional<Alarm> held_alarm(const Alarm& told, const Assessment& assessment, const AlarmTable& table) {
    std::vector<Alarm> on;
    for (const AlarmRule& rule : table.rules) {
        const GradeScale scale = scale_of(rule.sign);
        if (rule.condition != told.condition || scale == GradeScale::none) continue;
        GradeRange grade = grade_range(scale, assessment);
        grade.low = std::max(grade.low, std::min(certain_in(told.words), grade.high));
        add_row(on, rule, words_of_grade(rule, grade, assessment.therapy.has_value()));
    }
    if (on.empty()) return std::nullopt;
    on[0].priority = std::min(on[0].priority, told.priority);
    std::erase_if(on[0].words, [&](const std::string& word) { return !has_word(told.words, word); });
    return on[0];
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
    return std::any_of(alarm.words.begin(), alarm.words.end(),
                       [&](const std::string& word) { return !has_word(words, word); });
}

GradesBefore grades_before(const Assessment& before, const std::vector<Alarm>& told, const AlarmTable& table) {
    GradesBefore grades{before.crs.at_least, before.icans.at_least};
    for (const Alarm& each : told) {
        const int certain = certain_in(each.words);
        if (is_graded_on(GradeScale::crs, each.condition, table)) grades.crs = std::max(grades.crs, certain);
        if (is_graded_on(GradeScale::icans, each.condition, table)) grades.icans = std::max(grades.icans, certain);
    }
    return grades;
}

std::vector<Alarm> alarms_on(const Assessment& assessment, std::optional<GradesBefore> before,
                             const AlarmTable& table) {
    std::vector<Alarm> on;
    for (const AlarmRule& rule : table.rules) add_row(on, rule, words_of(rule, assessment, before));
    return on;
}

std::vector<Alarm> alarms_held(std::vector<Alarm> on, const std::vector<Alarm>& told, const Assessment& assessment,
                               const AlarmTable& table) {
    for (const Alarm& each : told) {
        std::optional<Alarm> goes_on = held_alarm(each, assessment, table);
        if (!goes_on || goes_on->words.empty()) continue;
        const auto same =
            std::find_if(on.begin(), on.end(), [&](const Alarm& alarm) { return alarm.condition == each.condition; });
        if (same == on.end()) {
            on.push_back(*std::move(goes_on));
            continue;
        }
        same->priority = std::max(same->priority, goes_on->priority);
        for (std::string& word : goes_on->words) {
            if (!has_word(same->words, word)) same->words.push_back(std::move(word));
        }
        std::sort(same->words.begin(), same->words.end());
    }
    return on;
}

bool tells_apart(std::span<const std::string> words, std::span<const std::string> earlier) {
    bool any = false;
    for (int each = 1; each <= 5; ++each) {
        const std::string certain = std::to_string(each);
        const std::string maybe = std::string(possible_grade) + certain;
        const bool told = has_word(words, certain) || has_word(words, maybe);
        if (has_word(earlier, maybe) || has_word(earlier, certain) != told) return false;
        any = any || has_word(words, maybe);
    }
    return any;
}

std::optional<Alarm> withdrawn(std::vector<std::string> conditions, const AlarmTable& table) {
    // A rise is over with the next answer, and a clock when something was done, whatever that rests on.
    std::erase_if(conditions, [&](const std::string& condition) {
        return std::any_of(table.rules.begin(), table.rules.end(), [&](const AlarmRule& each) {
            return each.condition == condition &&
                   (each.sign == AlarmSign::crs_rise || each.sign == AlarmSign::icans_rise ||
                    each.sign == AlarmSign::clock_overdue || each.sign == AlarmSign::taken_back);
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
