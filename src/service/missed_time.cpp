// Answers once more for each moment at which something could have changed.
#include "service/missed_time.h"

#include <algorithm>

#include "service/alert_rows.h"

namespace stormkeel {

namespace {

// More moments than a patient's clocks and readings have; a bound, so that a start always ends.
constexpr int moments_at_most = 1000;

void date(std::vector<Alarm>& on, const std::vector<Alarm>& before, Instant at) {
    for (Alarm& alarm : on) {
        const auto same = std::find_if(before.begin(), before.end(),
                                       [&](const Alarm& other) { return other.condition == alarm.condition; });
        const bool known = same != before.end() && !is_news(alarm, same->priority, same->words);
        const bool since_then = same != before.end() && same->since != forever;
        alarm.since = known || since_then ? same->since : at;
    }
}

}  // namespace

Instant next_moment(const Assessment& answer, const Timeline& timeline, const AlarmTable& table) {
    const auto& facts = timeline.facts();
    const auto ahead = std::upper_bound(facts.begin(), facts.end(), answer.as_of,
                                        [](Instant at, const Fact& fact) { return at < fact.at; });
    return std::min(next_alarm(answer, table), ahead == facts.end() ? forever : ahead->at);
}

std::vector<Alarm> alarms_missed(const Assessment& before, Instant now, const PatientOverTime& patient) {
    std::vector<Alarm> known = alarms_on(before, std::nullopt, patient.table);
    Instant at = next_moment(before, patient.timeline, patient.table);
    for (int i = 0; i < moments_at_most && at + late_from <= now; ++i) {
        const Assessment then = patient.answer_at(at);
        std::vector<Alarm> on = alarms_on(then, grades_before(before, {}, patient.table), patient.table);
        date(on, known, at);
        known = std::move(on);
        at = next_moment(then, patient.timeline, patient.table);
    }
    return known;
}

std::vector<Alarm> alarms_after(const GradesBefore& before, const std::vector<Alarm>& missed, const Assessment& now,
                                const AlarmTable& table) {
    std::vector<Alarm> on = alarms_on(now, before, table);
    date(on, missed, now.as_of);
    return on;
}

}  // namespace stormkeel
