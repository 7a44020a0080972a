// Which conditions of an answer somebody must hear of, by a table that is data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/alarm_priority.h"
#include "core/assessment.h"
#include "core/technical_rule.h"

namespace stormkeel {

// What in an answer is looked at: guidelines/alarms/alarms.toml says what each means.
enum class AlarmSign : std::uint8_t {
    crs_at_least,
    crs_may_be,
    crs_not_known,
    crs_rise,
    icans_at_least,
    icans_may_be,
    icans_rise,
    hlh_suspected,
    treatment_due,
    clock_overdue,
    taken_back,
    crs_without_therapy
};
std::optional<AlarmSign> alarm_sign_named(std::string_view name);

struct AlarmRule {
    std::string condition;
    AlarmSign sign = AlarmSign::crs_at_least;
    int from = 0;    // a grade, or how many grades
    Duration after;  // of a clock: overdue by so much
    AlarmPriority priority = AlarmPriority::low;
};

// How long an alert waits for somebody before the next are told, and after that before it comes again.
struct AlarmClock {
    Duration second;
    Duration third;
    Duration again;     // after somebody acknowledged it
    Duration snooze;    // how long one person may silence it, at most; none: not at all
    Duration repeat{};  // once all were told, for as long as nobody answers; none: it does not
    std::array<std::vector<std::string>, 3> to{};  // who is told at each step
};

struct AlarmTable {
    std::vector<AlarmRule> rules;
    std::vector<TechnicalRule> technical;
    std::array<std::optional<AlarmClock>, 3> clocks;  // by priority; none: nothing escalates
};

// A condition that holds. `words` tell what of it: a word that was not there before is news ("3" of a grade that is
// certain, "possible_3" of one that may be, each drug to be given, each clock that is overdue).
struct Alarm {
    std::string condition;
    AlarmPriority priority = AlarmPriority::low;
    std::vector<std::string> words;
    Instant since{forever};  // when it came on while nobody looked; forever: it is told in time
    std::string text{};      // for people; empty: what is to be done for the patient
};

// Whether an alarm tells more than was known of its condition: a higher priority, or a word that was not there.
bool is_news(const Alarm& alarm, AlarmPriority priority, std::span<const std::string> words);

// The certain grades from which a rise counts.
struct GradesBefore {
    int crs = 0;
    int icans = 0;
};

// Those of the answer before, or higher ones that were told by alarms that are still open: a grade that was not known
// for a while and is charted again has not risen.
GradesBefore grades_before(const Assessment& before, const std::vector<Alarm>& told, const AlarmTable& table);

// One a condition, in the order in which the table first names them. `before`: none when there was no answer before.
std::vector<Alarm> alarms_on(const Assessment& assessment, std::optional<GradesBefore> before, const AlarmTable& table);

// The alarms that are on, and of those that were told what silence would end or lower: a grade that was certain goes on
// at the priority of the table, and never at a higher one than it was told with, for as long as it is possible.
std::vector<Alarm> alarms_held(std::vector<Alarm> on, const std::vector<Alarm>& told, const Assessment& assessment,
                               const AlarmTable& table);

// Whether `words` tell of the same grades as words of an earlier version do, which did not tell apart what is certain
// from what may be.
bool tells_apart(std::span<const std::string> words, std::span<const std::string> earlier);

// Of alarms that somebody has answered and that no longer hold, or hold less, because a record was taken back or
// corrected: that is an alarm of its own, by the table's row of that sign. Nothing when there are none.
std::optional<Alarm> withdrawn(std::vector<std::string> conditions, const AlarmTable& table);

// When mere time could next change the answer or turn on an alarm; forever: never.
Instant next_alarm(const Assessment& assessment, const AlarmTable& table);

}  // namespace stormkeel
