// Holds a table of alarms against the bounds of docs/ward.md.
#include "guideline/alarm_bounds.h"

#include <algorithm>
#include <array>
#include <optional>

namespace stormkeel {

namespace {

struct LengthBounds {
    std::string_view field;
    Duration AlarmClock::* length;
    Duration least;
    Duration most;
};

// A site may be sooner than what is built in, and never later.
constexpr std::array<LengthBounds, 5> bounds_of_high{{{"second", &AlarmClock::second, seconds(30), minutes(2)},
                                                      {"third", &AlarmClock::third, minutes(1), minutes(5)},
                                                      {"repeat", &AlarmClock::repeat, minutes(1), minutes(5)},
                                                      {"again", &AlarmClock::again, minutes(5), minutes(15)},
                                                      {"snooze", &AlarmClock::snooze, Duration{}, minutes(2)}}};
constexpr std::array<LengthBounds, 5> bounds_of_others{{{"second", &AlarmClock::second, minutes(1), minutes(10)},
                                                        {"third", &AlarmClock::third, minutes(2), minutes(20)},
                                                        {"repeat", &AlarmClock::repeat, minutes(2), minutes(30)},
                                                        {"again", &AlarmClock::again, minutes(5), minutes(30)},
                                                        {"snooze", &AlarmClock::snooze, Duration{}, minutes(2)}}};

constexpr std::array<std::string_view, 3> steps{"first_to", "second_to", "third_to"};

std::optional<AlarmBoundProblem> beyond(std::string_view field, Duration is, Duration least, Duration most) {
    if (is >= least && is <= most) return std::nullopt;
    const std::string from = least == Duration{} ? "none" : to_words(least);
    return AlarmBoundProblem{std::string(field),
                             "'" + to_words(is) + "' is out of bounds; it is from " + from + " to " + to_words(most)};
}

void add(std::vector<AlarmBoundProblem>& problems, std::optional<AlarmBoundProblem> problem) {
    if (problem) problems.push_back(*std::move(problem));
}

bool tells(const std::vector<std::string>& roles, std::string_view role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

constexpr std::array<std::string_view, 6> roles_that_are_told{"nurse",        "second_nurse",   "physician",
                                                              "charge_nurse", "rapid_response", "pharmacist"};

// A row that some table has to have: the sign, the grade it counts from at most, and the priority it gives at least.
struct NeededRow {
    AlarmSign sign;
    int from;
    AlarmPriority priority;
    std::string_view words;
};
constexpr std::array<NeededRow, 13> needed_rows{
    {{AlarmSign::crs_at_least, 3, AlarmPriority::high, "crs_at_least, from 3 or less"},
     {AlarmSign::crs_may_be, 3, AlarmPriority::high, "crs_may_be, from 3 or less"},
     {AlarmSign::crs_at_least, 2, AlarmPriority::medium, "crs_at_least, from 2 or less"},
     {AlarmSign::crs_rise, 2, AlarmPriority::high, "crs_rise, from 2 or less"},
     {AlarmSign::icans_at_least, 3, AlarmPriority::high, "icans_at_least, from 3 or less"},
     {AlarmSign::icans_may_be, 3, AlarmPriority::high, "icans_may_be, from 3 or less"},
     {AlarmSign::icans_at_least, 2, AlarmPriority::medium, "icans_at_least, from 2 or less"},
     {AlarmSign::icans_rise, 2, AlarmPriority::high, "icans_rise, from 2 or less"},
     {AlarmSign::hlh_suspected, 0, AlarmPriority::medium, "hlh_suspected"},
     {AlarmSign::treatment_due, 0, AlarmPriority::medium, "treatment_due"},
     {AlarmSign::clock_overdue, 0, AlarmPriority::medium, "clock_overdue"},
     {AlarmSign::crs_without_therapy, 3, AlarmPriority::medium, "crs_without_therapy, from 3 or less"},
     {AlarmSign::taken_back, 0, AlarmPriority::medium, "taken_back"}}};

struct NeededTechnicalRow {
    TechnicalSign sign;
    AlarmPriority priority;
    std::string_view words;
};
constexpr std::array<NeededTechnicalRow, 7> needed_technical_rows{
    {{TechnicalSign::feed_silent, AlarmPriority::medium, "feed_silent"},
     {TechnicalSign::link_lost, AlarmPriority::medium, "link_lost"},
     {TechnicalSign::commit_failed, AlarmPriority::high, "commit_failed"},
     {TechnicalSign::disk_low, AlarmPriority::medium, "disk_low"},
     {TechnicalSign::backup_old, AlarmPriority::low, "backup_old"},
     {TechnicalSign::clock_stepped, AlarmPriority::high, "clock_stepped"},
     {TechnicalSign::packs_changed, AlarmPriority::medium, "packs_changed"}}};

std::string missing(std::string_view kind, std::string_view words, AlarmPriority priority) {
    const std::string more = priority == AlarmPriority::high ? "" : " or higher";
    return "no row " + std::string(kind) + " has the sign " + std::string(words) + " at the priority " +
           std::string(name_of(priority)) + more + "; nobody would hear of it in time";
}

}  // namespace

std::vector<AlarmBoundProblem> out_of_bounds(AlarmPriority priority, const AlarmClock& clock) {
    std::vector<AlarmBoundProblem> problems;
    const bool high = priority == AlarmPriority::high;
    for (const LengthBounds& each : high ? bounds_of_high : bounds_of_others) {
        add(problems, beyond(each.field, clock.*each.length, each.least, each.most));
    }
    for (std::size_t step = 0; step < clock.to.size(); ++step) {
        if (clock.to.at(step).empty()) problems.push_back({std::string(steps.at(step)), "nobody is told at this step"});
    }
    if (!high || !problems.empty()) return problems;
    const std::vector<std::string>& second = clock.to[1];
    const std::vector<std::string>& third = clock.to[2];
    if (!tells(second, "physician")) problems.push_back({"second_to", "a physician is told at the second step"});
    if (!tells(third, "charge_nurse") && !tells(third, "rapid_response")) {
        problems.push_back({"third_to", "the charge_nurse or the rapid_response is told at the third step"});
    }
    return problems;
}

std::vector<AlarmBoundProblem> out_of_bounds(const TechnicalRule& rule) {
    std::vector<AlarmBoundProblem> problems;
    const auto after = [&](Duration least, Duration most) { add(problems, beyond("after", rule.after, least, most)); };
    switch (rule.sign) {
        case TechnicalSign::feed_silent:
            after(minutes(1), hours(4));
            break;
        case TechnicalSign::link_lost:
            after(seconds(1), minutes(10));
            add(problems, beyond("held", rule.held, seconds(1), hours(12)));
            break;
        case TechnicalSign::backup_old:
            after(hours(1), hours(168));
            break;
        case TechnicalSign::review_overdue:
            after(hours(1), hours(72));
            break;
        case TechnicalSign::collector_away:
            after(minutes(1), hours(24));
            break;
        default:
            break;
    }
    return problems;
}

std::vector<AlarmBoundProblem> out_of_bounds(const AlarmRule& rule) {
    std::vector<AlarmBoundProblem> problems;
    if (rule.sign == AlarmSign::clock_overdue) add(problems, beyond("after", rule.after, Duration{}, minutes(30)));
    return problems;
}

bool is_alarm_role(std::string_view role) {
    return std::find(roles_that_are_told.begin(), roles_that_are_told.end(), role) != roles_that_are_told.end();
}

std::string alarm_roles() {
    std::string all;
    for (const std::string_view role : roles_that_are_told) all += (all.empty() ? "" : ", ") + std::string(role);
    return all;
}

std::vector<std::string> missing_rows(const AlarmTable& table) {
    std::vector<std::string> all;
    for (const NeededRow& needed : needed_rows) {
        const bool there = std::any_of(table.rules.begin(), table.rules.end(), [&](const AlarmRule& rule) {
            return rule.sign == needed.sign && rule.from <= needed.from && rule.priority >= needed.priority;
        });
        if (!there) all.push_back(missing("[[alarm]]", needed.words, needed.priority));
    }
    for (const NeededTechnicalRow& needed : needed_technical_rows) {
        const bool there = std::any_of(table.technical.begin(), table.technical.end(), [&](const TechnicalRule& rule) {
            return rule.sign == needed.sign && rule.priority >= needed.priority;
        });
        if (!there) all.push_back(missing("[[technical]]", needed.words, needed.priority));
    }
    for (const AlarmPriority priority : {AlarmPriority::medium, AlarmPriority::high}) {
        if (table.clocks.at(static_cast<std::size_t>(priority))) continue;
        all.push_back("there is no [[clock]] of the priority " + std::string(name_of(priority)) +
                      "; what nobody answers would go to nobody else");
    }
    return all;
}

}  // namespace stormkeel
