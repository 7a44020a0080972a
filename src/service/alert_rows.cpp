// Latches alarms into alerts, and runs their clocks.
#include "service/alert_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>

namespace stormkeel {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

bool has_news(const Alert& alert, const Alarm& alarm) {
    if (alarm.priority > alert.priority || alert.over) return true;
    std::istringstream stream(alert.words);
    const std::vector<std::string> known{std::istream_iterator<std::string>(stream), {}};
    return std::any_of(alarm.words.begin(), alarm.words.end(), [&](const std::string& word) {
        return std::find(known.begin(), known.end(), word) == known.end();
    });
}

const std::optional<AlarmClock>& clock_of(const Alert& alert, const AlarmTable& table) {
    return table.clocks.at(static_cast<std::size_t>(alert.priority));
}

// When this alert is told to the next person or comes again; forever: it waits for nothing.
Instant due(const Alert& alert, const AlarmTable& table) {
    const auto& clock = clock_of(alert, table);
    if (!clock) return forever;
    if (alert.state == AlertState::acknowledged && !alert.over) return alert.changed_at + clock->again;
    if (alert.state != AlertState::raised) return forever;
    if (alert.told == 1) return alert.raised_at + clock->second;
    return alert.told == 2 ? alert.raised_at + clock->third : forever;
}

void raise(Alert& alert, Instant at) {
    alert.state = AlertState::raised;
    alert.told = 1;
    alert.raised_at = at;
    alert.changed_at = at;
    alert.by.clear();
    alert.reason.clear();
}

// What the clock has done by now: several persons at once when nobody looked at the time in between.
void run_clock(Alert& alert, const AlarmTable& table, Instant now) {
    while (due(alert, table) <= now) {
        if (alert.state == AlertState::acknowledged) {
            raise(alert, now);
        } else {
            ++alert.told;
            alert.changed_at = now;
        }
    }
}

Alert updated(Alert alert, const Alarm& alarm, const AlarmsNow& now, const AlarmTable& table) {
    if (has_news(alert, alarm)) raise(alert, now.at);
    alert.over = false;
    alert.priority = alarm.priority;
    alert.words = joined(alarm.words);
    alert.text = now.text;
    run_clock(alert, table, now.at);
    return alert;
}

Alert passed(Alert alert, const AlarmTable& table, Instant now) {
    const bool unseen = alert.state == AlertState::raised && alert.priority != AlarmPriority::low;
    if (!unseen) {
        alert.state = AlertState::ended;
        alert.changed_at = now;
        return alert;
    }
    alert.over = true;
    run_clock(alert, table, now);
    return alert;
}

bool differ(const Alert& a, const Alert& b) {
    return a.priority != b.priority || a.state != b.state || a.over != b.over || a.told != b.told ||
           a.words != b.words || a.text != b.text || a.raised_at != b.raised_at;
}

}  // namespace

std::vector<Alert> alert_rows(const std::vector<Alert>& open, const AlarmsNow& now, const AlarmTable& table,
                              std::uint64_t& next_number) {
    std::vector<Alert> rows;
    for (const Alert& alert : open) {
        const auto on = std::find_if(now.alarms.begin(), now.alarms.end(),
                                     [&](const Alarm& alarm) { return alarm.condition == alert.condition; });
        Alert next = on == now.alarms.end() ? passed(alert, table, now.at) : updated(alert, *on, now, table);
        if (differ(alert, next)) rows.push_back(std::move(next));
    }
    for (const Alarm& alarm : now.alarms) {
        const bool known = std::any_of(open.begin(), open.end(),
                                       [&](const Alert& alert) { return alert.condition == alarm.condition; });
        if (known) continue;
        Alert alert;
        alert.number = next_number++;
        alert.patient = now.patient;
        alert.condition = alarm.condition;
        raise(alert, now.at);
        rows.push_back(updated(std::move(alert), alarm, now, table));
    }
    return rows;
}

Instant next_alert(const std::vector<Alert>& open, const AlarmTable& table) {
    Instant next = forever;
    for (const Alert& alert : open) next = std::min(next, due(alert, table));
    return next;
}

Alert acknowledged(Alert alert, const std::string& by, Instant at) {
    alert.state = alert.over ? AlertState::ended : AlertState::acknowledged;
    alert.by = by;
    alert.changed_at = at;
    return alert;
}

Alert declined(Alert alert, const std::string& by, const std::string& reason, Instant at) {
    alert.state = alert.over ? AlertState::ended : AlertState::declined;
    alert.by = by;
    alert.reason = reason;
    alert.changed_at = at;
    return alert;
}

}  // namespace stormkeel
