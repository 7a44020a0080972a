// Takes the rows of the alarm table one by one, and refuses what they should not hold.
#include "guideline/read_alarms.h"

#include <algorithm>

#include "guideline/alarm_bounds.h"
#include "guideline/amounts.h"
#include "guideline/block.h"
#include "guideline/fields.h"

namespace stormkeel {

namespace {

using pack::Fields;
using pack::Value;

constexpr std::int64_t most_free_mib = std::int64_t{1024} * 1024;  // 1 TiB
constexpr std::string_view alarms_path = "alarms/alarms.toml";

Duration length_in(Fields& fields, std::string_view key) {
    const std::string text = fields.needed_text(key);
    if (text.empty()) return {};
    const auto length = pack::read_length(text);
    if (const auto* why = std::get_if<std::string>(&length)) fields.refuse(fields.line_of(key), *why);
    const auto* found = std::get_if<Duration>(&length);
    return found == nullptr ? Duration{} : *found;
}

AlarmPriority priority_in(Fields& fields) {
    const std::string name = fields.needed_text("priority");
    const auto priority = alarm_priority_named(name);
    if (!priority && !name.empty()) {
        fields.refuse(fields.line_of("priority"), "'" + name + "' is no priority; low, medium and high are");
    }
    return priority.value_or(AlarmPriority::low);
}

// What is not there is told so.
void refuse_all(Fields& fields, const std::vector<AlarmBoundProblem>& problems) {
    for (const AlarmBoundProblem& each : problems) {
        if (fields.has(each.field)) fields.refuse(fields.line_of(each.field), each.field + ": " + each.why);
    }
}

void read_rule(Fields fields, AlarmTable& table) {
    AlarmRule rule;
    rule.condition = fields.needed_text("condition");
    const std::string sign = fields.needed_text("sign");
    if (const auto known = alarm_sign_named(sign)) {
        rule.sign = *known;
    } else if (!sign.empty()) {
        fields.refuse(fields.line_of("sign"), "'" + sign + "' is no sign; the head of this file lists them");
    }
    const bool counts = rule.sign != AlarmSign::hlh_suspected && rule.sign != AlarmSign::treatment_due &&
                        rule.sign != AlarmSign::clock_overdue && rule.sign != AlarmSign::taken_back;
    if (counts) rule.from = static_cast<int>(std::clamp<std::int64_t>(fields.needed_whole("from").value_or(0), 0, 5));
    if (rule.sign == AlarmSign::clock_overdue) rule.after = length_in(fields, "after");
    rule.priority = priority_in(fields);
    refuse_all(fields, out_of_bounds(rule));
    fields.refuse_untaken();
    table.rules.push_back(std::move(rule));
}

void read_technical(Fields fields, AlarmTable& table) {
    TechnicalRule rule;
    rule.condition = fields.needed_text("condition");
    const std::string sign = fields.needed_text("sign");
    if (const auto known = technical_sign_named(sign)) {
        rule.sign = *known;
    } else if (!sign.empty()) {
        fields.refuse(fields.line_of("sign"), "'" + sign + "' is no technical sign; this file lists them");
    }
    const bool lasts = rule.sign == TechnicalSign::feed_silent || rule.sign == TechnicalSign::link_lost ||
                       rule.sign == TechnicalSign::backup_old || rule.sign == TechnicalSign::review_overdue ||
                       rule.sign == TechnicalSign::collector_away;
    if (lasts) rule.after = length_in(fields, "after");
    if (rule.sign == TechnicalSign::link_lost) rule.held = length_in(fields, "held");
    if (rule.sign == TechnicalSign::clock_stepped) {
        rule.after = seconds(std::clamp<std::int64_t>(fields.needed_whole("seconds").value_or(0), 1, 60));
    }
    if (rule.sign == TechnicalSign::disk_low) {
        const auto free = std::clamp<std::int64_t>(fields.needed_whole("free_mib").value_or(0), 0, most_free_mib);
        rule.free_bytes = static_cast<std::uint64_t>(free) * 1024 * 1024;
    }
    rule.priority = priority_in(fields);
    refuse_all(fields, out_of_bounds(rule));
    fields.refuse_untaken();
    table.technical.push_back(std::move(rule));
}

// A table of a hospital may be older than the review, which the law asks for, than versions of the packs that wait for
// a start, than verified corrections, than a collector of the audit, than the row of messages that are held back or
// than those of alarms that rest on what was taken back, of an ICANS grade that rose and of a therapy that is missing.
void add_younger_rows(AlarmTable& table) {
    const auto has = [&](TechnicalSign sign) {
        return std::any_of(table.technical.begin(), table.technical.end(),
                           [&](const TechnicalRule& rule) { return rule.sign == sign; });
    };
    const auto add = [&](const char* condition, TechnicalSign sign, Duration after, AlarmPriority priority) {
        if (has(sign)) return;
        TechnicalRule& rule = table.technical.emplace_back();
        rule.condition = condition;
        rule.sign = sign;
        rule.after = after;
        rule.priority = priority;
    };
    const auto add_rule = [&](const char* condition, AlarmSign sign, int from, AlarmPriority priority) {
        const bool there = std::any_of(table.rules.begin(), table.rules.end(),
                                       [&](const AlarmRule& rule) { return rule.sign == sign; });
        if (!there) table.rules.push_back({condition, sign, from, Duration{}, priority});
    };
    add_rule("withdrawn", AlarmSign::taken_back, 0, AlarmPriority::medium);
    add_rule("therapy", AlarmSign::crs_without_therapy, 3, AlarmPriority::medium);
    add_rule("icans_rise", AlarmSign::icans_rise, 2, AlarmPriority::high);
    add("review", TechnicalSign::review_overdue, hours(24), AlarmPriority::medium);
    add("guideline", TechnicalSign::guideline_waits, Duration{}, AlarmPriority::low);
    add("correction", TechnicalSign::correction_questioned, Duration{}, AlarmPriority::medium);
    add("audit", TechnicalSign::collector_away, hours(1), AlarmPriority::low);
    add("messages", TechnicalSign::message_held_back, Duration{}, AlarmPriority::medium);
}

std::vector<std::string> roles_in(Fields& fields, std::string_view key, std::vector<std::string> otherwise) {
    if (!fields.has(key)) return otherwise;
    std::vector<std::string> roles;
    for (const Value& role : fields.texts(key)) {
        if (!is_alarm_role(role.text)) {
            fields.refuse(role.line, "'" + role.text + "' is nobody who is told of alarms; " + alarm_roles() + " are");
        }
        roles.push_back(role.text);
    }
    return roles;
}

// A table may be older than the repeats and the roles; it is read as if it had them as they are built in.
void read_clock(Fields fields, AlarmTable& table) {
    const AlarmPriority priority = priority_in(fields);
    const bool high = priority == AlarmPriority::high;
    AlarmClock clock;
    clock.second = length_in(fields, "second");
    clock.third = length_in(fields, "third");
    clock.again = length_in(fields, "again");
    clock.snooze = length_in(fields, "snooze");
    clock.repeat = fields.has("repeat") ? length_in(fields, "repeat") : high ? minutes(5) : minutes(30);
    using Roles = std::vector<std::string>;
    clock.to = {roles_in(fields, "first_to", {"nurse"}),
                roles_in(fields, "second_to", high ? Roles{"second_nurse", "physician"} : Roles{"second_nurse"}),
                roles_in(fields, "third_to",
                         high ? Roles{"charge_nurse", "rapid_response"} : Roles{"physician", "charge_nurse"})};
    if (clock.third < clock.second) fields.refuse(fields.line_of("third"), "the third is told before the second");
    if (priority == AlarmPriority::low) {
        fields.refuse(fields.line_of("priority"), "an alert of low priority goes to nobody else; it has no clock");
    } else {
        refuse_all(fields, out_of_bounds(priority, clock));
    }
    fields.refuse_untaken();
    table.clocks.at(static_cast<std::size_t>(priority)) = clock;
}

}  // namespace

AlarmTable read_alarms(std::span<const PackFile> files, std::vector<PackProblem>& problems) {
    const auto file =
        std::find_if(files.begin(), files.end(), [](const PackFile& one) { return one.path == alarms_path; });
    if (file == files.end()) {
        problems.push_back({std::string(alarms_path), 1, "the table of alarms is missing"});
        return {};
    }
    const std::size_t before = problems.size();
    const Value root = pack::read_toml(file->text, {std::string(alarms_path), 1}, problems);
    AlarmTable table;
    for (const Value& list : root.items) {
        for (const Value& row : list.items) {
            Fields fields(row, std::string(alarms_path), problems);
            if (list.key == "alarm")
                read_rule(std::move(fields), table);
            else if (list.key == "technical")
                read_technical(std::move(fields), table);
            else if (list.key == "clock")
                read_clock(std::move(fields), table);
            else
                problems.push_back(
                    {std::string(alarms_path), list.line, "'" + list.key + "' is none of alarm, technical and clock"});
        }
    }
    if (problems.size() != before) return {};
    add_younger_rows(table);
    for (std::string& what : missing_rows(table)) problems.push_back({std::string(alarms_path), 1, std::move(what)});
    return problems.size() == before ? table : AlarmTable{};
}

}  // namespace stormkeel
