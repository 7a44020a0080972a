// Walks from moment to moment: each fact, each change by mere time, each clock of an alert, each acknowledgement.
#include "alarm_budget/course.h"

#include <algorithm>
#include <map>

#include "core/assess.h"
#include "service/alert_rows.h"
#include "service/missed_time.h"

namespace stormkeel::budget {

namespace {

constexpr Duration window_length = hours(12);
constexpr Duration until_acknowledged = minutes(1);

// What sounds now and is not told on: it is new, comes again, or brings news.
bool interrupts(const Alert* before, const Alert& alert, Instant now) {
    const bool anew = before == nullptr || before->state != AlertState::raised || before->words != alert.words ||
                      before->priority != alert.priority || before->over;
    return anew && alert.state == AlertState::raised && !alert.over && alert.changed_at == now &&
           alert.priority != AlarmPriority::low;
}

// The rows put in place of those before them; what was acknowledged and comes again is a reminder.
void put(std::vector<Alert>& open, const std::vector<Alert>& rows, Instant now, Window& window) {
    bool interrupted = false;
    bool clocks_alone = true;
    for (const Alert& row : rows) {
        const auto same =
            std::find_if(open.begin(), open.end(), [&](const Alert& alert) { return alert.number == row.number; });
        const bool reminds = same != open.end() && same->words == row.words && same->priority == row.priority &&
                             same->state == AlertState::acknowledged;
        if (interrupts(same == open.end() ? nullptr : &*same, row, now)) {
            window.reminders += reminds ? 1U : 0U;
            window.alerts += reminds ? 0U : 1U;
            interrupted = interrupted || !reminds;
            clocks_alone = clocks_alone && (reminds || row.condition == "overdue");
            window.high += !reminds && row.priority == AlarmPriority::high ? 1U : 0U;
        }
        if (same == open.end()) {
            open.push_back(row);
        } else {
            *same = row;
        }
    }
    window.interruptions += interrupted ? 1U : 0U;
    window.clocks_alone += interrupted && clocks_alone ? 1U : 0U;
    std::erase_if(open, [](const Alert& alert) { return alert.state == AlertState::ended; });
}

void acknowledge(std::vector<Alert>& open, Instant now) {
    for (Alert& alert : open) {
        if (alert.state == AlertState::raised && alert.raised_at + until_acknowledged <= now) {
            alert = alert_answered(alert, {alert.number, AlertState::acknowledged, "nurse", {}, {}}, now);
        }
    }
    std::erase_if(open, [](const Alert& alert) { return alert.state == AlertState::ended; });
}

Instant next_acknowledgement(const std::vector<Alert>& open) {
    Instant next = forever;
    for (const Alert& alert : open) {
        if (alert.state == AlertState::raised) next = std::min(next, alert.raised_at + until_acknowledged);
    }
    return next;
}

}  // namespace

std::vector<Window> windows_of(const Timeline& timeline, const GuidelineCalendar& guideline, const AlarmTable& table) {
    std::map<std::int64_t, Window> windows;
    if (timeline.facts().empty()) return {};
    std::vector<Alert> open;
    std::optional<Assessment> before;
    std::optional<Instant> first;
    std::uint64_t next_number = 1;
    for (Instant now = timeline.facts().front().at; now <= timeline.facts().back().at;) {
        acknowledge(open, now);
        const Assessment answer = assess(timeline, guideline, now);
        const bool graded = answer.crs.at_least > 0 || answer.icans.at_least > 0;
        if (graded && !first) first = now;
        const std::vector<Alarm> told = told_by(open);
        std::optional<GradesBefore> grades;
        if (before) grades = grades_before(*before, told, table);
        const AlarmsNow alarms{"p", now, alarms_held(alarms_on(answer, grades, table), told, answer, table), ""};
        Window before_any_grade;
        Window* window = &before_any_grade;
        if (first) {
            const auto place = windows.find((now - *first).microseconds / window_length.microseconds);
            if (place != windows.end()) window = &place->second;
            if (place == windows.end() && graded)
                window = &windows[(now - *first).microseconds / window_length.microseconds];
        }
        put(open, alert_rows(open, alarms, table, next_number), now, *window);
        before = answer;
        now = std::max(now + Duration{1}, std::min({next_moment(answer, timeline, table), next_alert(open, table),
                                                    next_acknowledgement(open)}));
    }
    std::vector<Window> found;
    for (const auto& [place, window] : windows) found.push_back(window);
    return found;
}

}  // namespace stormkeel::budget
