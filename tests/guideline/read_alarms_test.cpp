// The table of alarms is what reliability asks for, and a mistake in it is named at its line.
#include "guideline/read_alarms.h"

#include <gtest/gtest.h>

namespace stormkeel {
namespace {

struct Read {
    AlarmTable table;
    std::vector<PackProblem> problems;
};

Read read_table(const std::string& text) {
    Read done;
    const std::vector<PackFile> files{{"alarms/alarms.toml", text}};
    done.table = read_alarms(files, done.problems);
    return done;
}

std::string only_problem(const std::string& text) {
    const Read done = read_table(text);
    EXPECT_EQ(done.problems.size(), 1U);
    EXPECT_TRUE(done.table.rules.empty());
    return done.problems.empty() ? "" : to_text(done.problems.front());
}

// The priority the built-in table gives to a sign at a grade.
std::optional<AlarmPriority> priority(AlarmSign sign, int from) {
    std::vector<PackProblem> problems;
    const AlarmTable table = read_alarms(built_in_packs(), problems);
    EXPECT_TRUE(problems.empty());
    std::optional<AlarmPriority> found;
    for (const AlarmRule& rule : table.rules) {
        if (rule.sign == sign && rule.from <= from && (!found || rule.priority > *found)) found = rule.priority;
    }
    return found;
}

TEST(ReadAlarms, TheBuiltInTableGivesThePrioritiesOfTheRiskFile) {
    EXPECT_EQ(priority(AlarmSign::crs_at_least, 1), AlarmPriority::low);
    EXPECT_EQ(priority(AlarmSign::crs_at_least, 2), AlarmPriority::medium);
    EXPECT_EQ(priority(AlarmSign::crs_at_least, 3), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::crs_may_be, 2), std::nullopt);
    EXPECT_EQ(priority(AlarmSign::crs_may_be, 3), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::crs_rise, 1), std::nullopt);
    EXPECT_EQ(priority(AlarmSign::crs_rise, 2), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::icans_rise, 1), std::nullopt);
    EXPECT_EQ(priority(AlarmSign::icans_rise, 2), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::icans_at_least, 2), AlarmPriority::medium);
    EXPECT_EQ(priority(AlarmSign::icans_at_least, 3), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::icans_may_be, 3), AlarmPriority::high);
    EXPECT_EQ(priority(AlarmSign::hlh_suspected, 0), AlarmPriority::medium);
    EXPECT_EQ(priority(AlarmSign::treatment_due, 0), AlarmPriority::medium);
    EXPECT_EQ(priority(AlarmSign::clock_overdue, 0), AlarmPriority::medium);
}

TEST(ReadAlarms, TheBuiltInClocksAreThoseOfTheAlarmRules) {
    std::vector<PackProblem> problems;
    const AlarmTable table = read_alarms(built_in_packs(), problems);
    ASSERT_TRUE(table.clocks[2]);
    EXPECT_EQ(table.clocks[2]->second, minutes(2));
    EXPECT_EQ(table.clocks[2]->third, minutes(5));
    EXPECT_EQ(table.clocks[2]->again, minutes(15));
    EXPECT_EQ(table.clocks[2]->snooze, minutes(2));
    EXPECT_EQ(table.clocks[2]->repeat, minutes(5));
    using Roles = std::array<std::vector<std::string>, 3>;
    EXPECT_EQ(table.clocks[2]->to,
              (Roles{{{"nurse"}, {"second_nurse", "physician"}, {"charge_nurse", "rapid_response"}}}));
    ASSERT_TRUE(table.clocks[1]);
    EXPECT_EQ(table.clocks[1]->second, minutes(10));
    EXPECT_EQ(table.clocks[1]->third, minutes(20));
    EXPECT_EQ(table.clocks[1]->again, minutes(30));
    EXPECT_EQ(table.clocks[1]->repeat, minutes(30));
    EXPECT_EQ(table.clocks[1]->to, (Roles{{{"nurse"}, {"second_nurse"}, {"physician", "charge_nurse"}}}));
    EXPECT_FALSE(table.clocks[0]);
}

TEST(ReadAlarms, TheBuiltInTableWatchesTheWardItself) {
    std::vector<PackProblem> problems;
    const AlarmTable table = read_alarms(built_in_packs(), problems);
    const auto rule = [&](TechnicalSign sign) {
        for (const TechnicalRule& one : table.technical) {
            if (one.sign == sign) return one;
        }
        ADD_FAILURE() << "no row";
        return TechnicalRule{};
    };
    EXPECT_EQ(rule(TechnicalSign::feed_silent).after, hours(1));
    EXPECT_EQ(rule(TechnicalSign::link_lost).after, minutes(1));
    EXPECT_EQ(rule(TechnicalSign::link_lost).held, minutes(5));
    EXPECT_EQ(rule(TechnicalSign::commit_failed).priority, AlarmPriority::high);
    EXPECT_EQ(rule(TechnicalSign::disk_low).free_bytes, 512U * 1024 * 1024);
    EXPECT_EQ(rule(TechnicalSign::backup_old).after, hours(25));
    EXPECT_EQ(rule(TechnicalSign::clock_stepped).after, seconds(2));
    EXPECT_NE(only_problem("[[technical]]\ncondition = \"x\"\nsign = \"engine\"\nafter = \"1 h\"\npriority = \"low\"\n")
                  .find("'engine' is no technical sign"),
              std::string::npos);
}

TEST(ReadAlarms, AMistakeIsNamedAtItsLineAndNothingIsUsed) {
    EXPECT_EQ(only_problem("[[alarm]]\ncondition = \"crs\"\nsign = \"crs_atleast\"\nfrom = 1\npriority = \"low\"\n"),
              "alarms/alarms.toml:3: 'crs_atleast' is no sign; the head of this file lists them");
    EXPECT_EQ(only_problem("[[alarm]]\ncondition = \"hlh\"\nsign = \"hlh_suspected\"\npriority = \"urgent\"\n"),
              "alarms/alarms.toml:4: 'urgent' is no priority; low, medium and high are");
    EXPECT_NE(
        only_problem("[[alarm]]\ncondition = \"crs\"\nsign = \"crs_at_least\"\npriority = \"low\"\n").find("from"),
        std::string::npos);
    EXPECT_NE(only_problem("[[clock]]\npriority = \"high\"\nsecond = \"2 min\"\nthird = \"1 min\"\nagain = \"15 "
                           "min\"\nsnooze = \"2 min\"\n")
                  .find("before the second"),
              std::string::npos);
    EXPECT_NE(only_problem("[[clock]]\npriority = \"high\"\nsecond = \"2 min\"\nthird = \"5 min\"\nagain = \"15 min\"\n"
                           "snooze = \"3 min\"\n")
                  .find("snooze: '3 min' is out of bounds; it is from none to 2 min"),
              std::string::npos);
    EXPECT_NE(only_problem("[[technical]]\ncondition = \"link\"\nsign = \"link_lost\"\nafter = \"1 min\"\n"
                           "priority = \"low\"\n")
                  .find("held"),
              std::string::npos);
    EXPECT_NE(only_problem("[[technical]]\ncondition = \"feed\"\nsign = \"feed_silent\"\nafter = \"1 h\"\n"
                           "held = \"1 h\"\npriority = \"low\"\n")
                  .find("held"),
              std::string::npos);
    EXPECT_NE(only_problem("[[horn]]\nloud = true\n").find("none of alarm, technical and clock"), std::string::npos);
}

TEST(ReadAlarms, AMissingTableIsAProblem) {
    std::vector<PackProblem> problems;
    EXPECT_TRUE(read_alarms({}, problems).rules.empty());
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(to_text(problems[0]), "alarms/alarms.toml:1: the table of alarms is missing");
}

}  // namespace
}  // namespace stormkeel
