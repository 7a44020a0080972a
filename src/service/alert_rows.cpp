// Latches alarms into alerts, and runs their clocks.
#include "service/alert_rows.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>
#include <tuple>

#include "storage/digest.h"

namespace stormkeel {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> words_of(const Alert& alert) {
    std::istringstream stream(alert.words);
    return {std::istream_iterator<std::string>(stream), {}};
}

bool has_news(const Alert& alert, const Alarm& alarm) {
    return alert.over || is_news(alarm, alert.priority, words_of(alert));
}

Alarm told_by(const Alert& alert) { return {alert.condition, alert.priority, words_of(alert)}; }

// Whether one of the alarms is as urgent as what was told, and all of that is so.
bool still_holds(const Alarm& told, const std::vector<Alarm>& now) {
    return std::any_of(now.begin(), now.end(), [&](const Alarm& alarm) {
        return alarm.condition == told.condition && !is_news(told, alarm.priority, alarm.words);
    });
}

const std::optional<AlarmClock>& clock_of(AlarmPriority priority, const AlarmTable& table) {
    return table.clocks.at(static_cast<std::size_t>(priority));
}

bool waits_for_somebody(const Alert& alert) {
    return alert.state == AlertState::raised || alert.state == AlertState::snoozed;
}

// When the next person is told of an alert that waits for somebody; forever: all were.
Instant next_person(const Alert& alert, const AlarmTable& table) {
    const auto& clock = clock_of(alert.priority, table);
    if (!clock || !waits_for_somebody(alert)) return forever;
    if (alert.told == 1) return alert.raised_at + clock->second;
    return alert.told == 2 ? alert.raised_at + clock->third : forever;
}

// When it sounds again though all were told, because nobody answers; forever: it does not.
Instant next_repeat(const Alert& alert, const AlarmTable& table) {
    const auto& clock = clock_of(alert.priority, table);
    const bool repeats = clock && clock->repeat > Duration{} && !alert.over;
    if (!repeats || !waits_for_somebody(alert) || alert.told < 3) return forever;
    return alert.changed_at + clock->repeat;
}

// When this alert is told to the next person or comes again; forever: it waits for nothing.
Instant due(const Alert& alert, const AlarmTable& table) {
    const auto& clock = clock_of(alert.priority, table);
    if (clock && alert.state == AlertState::acknowledged && !alert.over) return alert.changed_at + clock->again;
    const Instant person = std::min(next_person(alert, table), next_repeat(alert, table));
    return alert.state == AlertState::snoozed ? std::min(person, alert.snoozed_until) : person;
}

// Late when it was due so long ago that a ward that runs would have told it before.
Duration lateness(Instant was_due, Instant now) { return was_due + late_from <= now ? now - was_due : Duration{}; }

void sound(Alert& alert, Instant at) {
    // Why nobody owns it stands until somebody does.
    if (alert.state != AlertState::raised) alert.reason.clear();
    alert.state = AlertState::raised;
    alert.changed_at = at;
    alert.snoozed_until = never;
    alert.by.clear();
}

void raise(Alert& alert, Instant was_due, Instant at) {
    sound(alert, at);
    alert.told = 1;
    alert.raised_at = at;
    alert.late = lateness(was_due, at);
}

// A clock that was set back must not make an alert wait for longer than its clock says.
void forget_the_future(Alert& alert, const AlarmTable& table, Instant now) {
    if (alert.changed_at <= now && alert.raised_at <= now) return;
    alert.raised_at = std::min(alert.raised_at, now);
    alert.changed_at = std::min(alert.changed_at, now);
    const auto& clock = clock_of(alert.priority, table);
    if (alert.state == AlertState::snoozed && clock) {
        alert.snoozed_until = std::min(alert.snoozed_until, now + clock->snooze);
    }
}

// A word that nobody has heard sounds again. Who was not answered until now waits no longer for it; what was answered,
// or waits for nobody, begins anew.
void tell_news(Alert& alert, const Alarm& alarm, const AlarmTable& table, Instant now) {
    if (!waits_for_somebody(alert) || !clock_of(alert.priority, table)) return raise(alert, alarm.since, now);
    sound(alert, now);
    alert.late = lateness(alarm.since, now);
}

// What the clock has done by now: several persons at once when nobody looked at the time in between. Nothing was due
// before `earliest`.
void run_clock(Alert& alert, const AlarmTable& table, Instant now, Instant earliest = never) {
    for (bool first = true; due(alert, table) <= now; first = false) {
        const Instant was_due = std::max(due(alert, table), earliest);
        if (alert.state == AlertState::acknowledged) {
            raise(alert, was_due, now);
            return;
        }
        if (next_person(alert, table) <= now) ++alert.told;
        sound(alert, now);
        if (first) alert.late = lateness(was_due, now);
    }
}

Alert updated(Alert alert, const Alarm& alarm, const AlarmsNow& now, const AlarmTable& table) {
    const bool graver = alarm.priority > alert.priority;
    if (has_news(alert, alarm)) tell_news(alert, alarm, table, now.at);
    alert.over = false;
    // What nobody has seen stays as urgent as it was.
    alert.priority = waits_for_somebody(alert) ? std::max(alert.priority, alarm.priority) : alarm.priority;
    alert.words = joined(alarm.words);
    alert.text = alarm.text.empty() ? now.text : alarm.text;
    run_clock(alert, table, now.at, graver ? std::min(alarm.since, now.at) : never);
    return alert;
}

// One of low priority ages out unseen.
bool must_be_seen(const Alert& alert) { return waits_for_somebody(alert) && alert.priority != AlarmPriority::low; }

// Of two alerts that both wait, or neither: what sounds before what is silenced, what is more urgent, what somebody
// took responsibility for, and of that what comes again sooner.
bool counts_more(const Alert& one, const Alert& other) {
    const auto rank = [](const Alert& alert) {
        const bool sounds = must_be_seen(alert) && alert.state == AlertState::raised;
        return std::tuple(sounds, alert.priority, alert.state == AlertState::acknowledged);
    };
    return rank(one) == rank(other) ? one.changed_at < other.changed_at : rank(one) > rank(other);
}

Alert passed(Alert alert, const AlarmTable& table, Instant now) {
    if (!must_be_seen(alert)) {
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
           a.words != b.words || a.text != b.text || a.raised_at != b.raised_at || a.changed_at != b.changed_at;
}

}  // namespace

std::vector<Alert> alert_rows(const std::vector<Alert>& open, const AlarmsNow& now, const AlarmTable& table,
                              std::uint64_t& next_number) {
    std::vector<Alert> rows;
    for (const Alert& alert : open) {
        Alert before = alert;
        forget_the_future(before, table, now.at);
        const auto on = std::find_if(now.alarms.begin(), now.alarms.end(),
                                     [&](const Alarm& alarm) { return alarm.condition == alert.condition; });
        Alert next = on == now.alarms.end() ? passed(before, table, now.at) : updated(before, *on, now, table);
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
        alert.priority = alarm.priority;
        raise(alert, alarm.since, now.at);
        alert.words = joined(alarm.words);
        alert.text = alarm.text.empty() ? now.text : alarm.text;
        rows.push_back(std::move(alert));
    }
    return rows;
}

std::vector<Alarm> told_by(const std::vector<Alert>& open) {
    std::vector<Alarm> told;
    for (const Alert& alert : open) {
        if (!alert.over) told.push_back(told_by(alert));
    }
    return told;
}

std::vector<Alarm> told_without(std::vector<Alarm> told, const std::vector<Alarm>& borne_out) {
    std::erase_if(told, [&](const Alarm& each) { return still_holds(each, borne_out); });
    return told;
}

void tell_grades_apart(std::vector<Alert>& open, const std::vector<Alarm>& raised_by) {
    for (Alert& alert : open) {
        for (const Alarm& alarm : raised_by) {
            const bool same = alarm.condition == alert.condition && tells_apart(alarm.words, words_of(alert));
            if (same) alert.words = joined(alarm.words);
        }
    }
}

std::vector<std::string> acknowledged_in_vain(const std::vector<Alert>& open, const std::vector<Alarm>& now) {
    std::vector<std::string> conditions;
    for (const Alert& alert : open) {
        if (alert.state == AlertState::acknowledged && !still_holds(told_by(alert), now)) {
            conditions.push_back(alert.condition);
        }
    }
    return conditions;
}

Alert joined_alert(const Alert& own, const Alert& other) {
    const bool own_waits = must_be_seen(own);
    const bool other_waits = must_be_seen(other);
    const bool takes_other = own_waits == other_waits ? counts_more(other, own) : other_waits;
    Alert alert = takes_other ? other : own;
    if (own_waits && other_waits) {
        alert.raised_at = std::min(own.raised_at, other.raised_at);
        alert.told = std::max(own.told, other.told);
    }
    alert.number = own.number;
    alert.patient = own.patient;
    alert.over = own.over && other.over;
    alert.priority = std::max(own.priority, other.priority);
    std::vector<std::string> words = words_of(own);
    for (std::string& word : words_of(other)) {
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
    }
    alert.words = joined(words);
    return alert;
}

Instant next_alert(const std::vector<Alert>& open, const AlarmTable& table) {
    Instant next = forever;
    for (const Alert& alert : open) next = std::min(next, due(alert, table));
    return next;
}

AlarmPriority shown_priority(const Alert& alert) {
    const bool went_to_all = alert.told >= 3 && waits_for_somebody(alert);
    return went_to_all && alert.priority == AlarmPriority::medium ? AlarmPriority::high : alert.priority;
}

std::vector<std::string> told_to(const Alert& alert, const AlarmTable& table) {
    const auto& clock = clock_of(alert.priority, table);
    std::vector<std::string> all;
    if (!clock) return all;
    for (std::size_t step = 0; step < clock->to.size() && step < alert.told; ++step) {
        for (const std::string& role : clock->to.at(step)) {
            if (std::find(all.begin(), all.end(), role) == all.end()) all.push_back(role);
        }
    }
    return all;
}

NextTold next_told(const Alert& alert, const AlarmTable& table) {
    NextTold next{due(alert, table), {}};
    if (next.at == forever) return next;
    Alert then = alert;
    if (alert.state == AlertState::acknowledged) {
        then.told = 1;
    } else if (next_person(alert, table) <= next.at) {
        ++then.told;
    }
    next.to = told_to(then, table);
    return next;
}

std::string version_to_answer(const Alert& alert) {
    constexpr std::size_t digits = 16;
    const bool waits = waits_for_somebody(alert);
    const std::string answered = waits ? std::string() : alert.state == AlertState::declined ? "declined" : "taken";
    const std::string digest =
        digest_of({std::to_string(alert.number), name_of(alert.priority), alert.over ? "over" : "", alert.words,
                   answered, waits ? std::string() : alert.by});
    return digest.substr(0, digits);
}

Alert disowned(Alert alert, const std::string& why, Instant since, Instant now) {
    raise(alert, since, now);
    alert.reason = why;
    return alert;
}

bool is_from_the_future(const std::vector<Alert>& open, Instant now) {
    return std::any_of(open.begin(), open.end(), [&](const Alert& alert) { return alert.changed_at > now; });
}

std::string why_no_snooze(const Alert& alert, Duration length, const AlarmTable& table) {
    const auto& clock = clock_of(alert.priority, table);
    if (alert.state == AlertState::snoozed) return "it is silenced already, until " + to_text(alert.snoozed_until);
    if (alert.state != AlertState::raised) return "nothing sounds that could be silenced";
    if (!clock || clock->snooze == Duration{}) return "an alert of this priority makes no sound";
    if (length > Duration{} && length <= clock->snooze) return {};
    return "it may be silenced for " + to_words(clock->snooze) + " at most; more than 0 and no more than that";
}

Alert alert_answered(Alert alert, const AlertAnswer& answer, Instant at) {
    const bool silences = answer.state == AlertState::snoozed;
    alert.state = alert.over && !silences ? AlertState::ended : answer.state;
    alert.by = answer.by;
    alert.reason = answer.reason;
    alert.snoozed_until = silences ? at + answer.length : never;
    alert.changed_at = at;
    return alert;
}

AuditEntry audit_of(const AlertAnswer& answer, Instant at) {
    const bool silences = answer.state == AlertState::snoozed;
    const std::string action = silences ? "snooze" : answer.state == AlertState::declined ? "decline" : "acknowledge";
    const std::string length = silences ? " for " + to_words(answer.length) : std::string();
    return {0, at, answer.by, action, "alert " + std::to_string(answer.alert) + length};
}

}  // namespace stormkeel
