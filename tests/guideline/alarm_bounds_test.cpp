// No table of alarms is later than the built-in one, and none leaves out what the ward needs: each case is the built-in
// table with one change.
#include <gtest/gtest.h>

#include <algorithm>

#include "guideline/lint.h"
#include "guideline/read_alarms.h"

namespace stormkeel {
namespace {

constexpr std::string_view path_of_table = "alarms/alarms.toml";

std::string built_in_table() {
    for (const PackFile& file : built_in_packs()) {
        if (file.path == path_of_table) return std::string(file.text);
    }
    ADD_FAILURE() << "there is no table";
    return {};
}

std::string table_with(std::string text, const std::string& old, const std::string& with) {
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    if (at != std::string::npos) text.replace(at, old.size(), with);
    return text;
}

int line_in(const std::string& text, const std::string& part) {
    return 1 + static_cast<int>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(part)), '\n'));
}

std::vector<std::string> problems_in(const std::string& table) {
    std::vector<PackProblem> problems;
    const std::vector<PackFile> files{{path_of_table, table}};
    const AlarmTable read = read_alarms(files, problems);
    EXPECT_EQ(problems.empty(), !read.rules.empty()) << "nothing of a table with a problem is used";
    std::vector<std::string> texts;
    for (const PackProblem& problem : problems) texts.push_back(to_text(problem));
    return texts;
}

// The only problem, and the line of the change.
void expect_refused(const std::string& old, const std::string& with, const std::string& why) {
    const std::string table = table_with(built_in_table(), old, with);
    const std::string changed = with.substr(with.rfind('\n') + 1);
    const std::vector<std::string> problems = problems_in(table);
    ASSERT_EQ(problems.size(), 1U) << with;
    EXPECT_EQ(problems[0], std::string(path_of_table) + ":" + std::to_string(line_in(table, changed)) + ": " + why);
}

std::string without_rows(const std::string& kind, const std::string& part) {
    std::string table = built_in_table();
    for (std::size_t at = table.find("\n[[" + kind + "]]"); at != std::string::npos;) {
        std::size_t end = table.find("\n\n", at + 1);
        if (end == std::string::npos) end = table.size();
        const bool goes = table.substr(at, end - at).find(part) != std::string::npos;
        if (goes) table.erase(at, end - at);
        at = table.find("\n[[" + kind + "]]", goes ? at : end);
    }
    return table;
}

bool all_name(const std::vector<std::string>& problems, const std::string& part) {
    return !problems.empty() && std::all_of(problems.begin(), problems.end(), [&](const std::string& one) {
        return one.starts_with(std::string(path_of_table) + ":1: no row ") && one.find(part) != std::string::npos;
    });
}

TEST(AlarmBounds, AClockThatIsLaterThanTheBuiltInOneIsRefusedAtItsLine) {
    expect_refused("third     = \"5 min\"", "third     = \"100 h\"",
                   "third: '4 d 4 h' is out of bounds; it is from 1 min to 5 min");
}

TEST(AlarmBounds, EachLengthHasABoundOfItsOwn) {
    const auto refused = [](const std::string& old, const std::string& with, const std::string& why) {
        const std::vector<std::string> problems = problems_in(table_with(built_in_table(), old, with));
        ASSERT_EQ(problems.size(), 1U) << with;
        EXPECT_NE(problems[0].find(why), std::string::npos) << problems[0];
    };
    refused("third     = \"5 min\"", "third     = \"6 min\"",
            "third: '6 min' is out of bounds; it is from 1 min to 5 min");
    refused("repeat    = \"5 min\"", "repeat    = \"6 min\"", "repeat: '6 min' is out of bounds");
    refused("again     = \"15 min\"", "again     = \"16 min\"", "again: '16 min' is out of bounds");
    refused("second    = \"10 min\"", "second    = \"11 min\"",
            "second: '11 min' is out of bounds; it is from 1 min to 10 min");
    refused("third     = \"20 min\"", "third     = \"21 min\"", "third: '21 min' is out of bounds");
    refused("again     = \"30 min\"", "again     = \"31 min\"", "again: '31 min' is out of bounds");
    refused("after     = \"30 min\"", "after     = \"31 min\"", "after: '31 min' is out of bounds");
    refused("after     = \"1 h\"", "after     = \"5 h\"",
            "after: '5 h 0 min' is out of bounds; it is from 1 min to 4 h 0 min");
    refused("after     = \"25 h\"", "after     = \"200 h\"", "after: ");
}

TEST(AlarmBounds, ASiteMayBeSooner) {
    std::string table = table_with(built_in_table(), "second    = \"2 min\"", "second    = \"1 min\"");
    table = table_with(table, "third     = \"5 min\"", "third     = \"3 min\"");
    table = table_with(table, "third_to  = [\"charge_nurse\", \"rapid_response\"]", "third_to  = [\"rapid_response\"]");
    EXPECT_EQ(problems_in(table), std::vector<std::string>{});
}

TEST(AlarmBounds, WhoIsToldIsKnownAndAPhysicianIsAmongThem) {
    const auto problem = [](const std::string& old, const std::string& with) {
        const std::vector<std::string> problems = problems_in(table_with(built_in_table(), old, with));
        return problems.size() == 1 ? problems[0] : std::to_string(problems.size()) + " problems";
    };
    EXPECT_NE(problem("[\"second_nurse\", \"physician\"]", "[\"second_nurse\"]")
                  .find("a physician is told at the second step"),
              std::string::npos);
    EXPECT_NE(problem("[\"charge_nurse\", \"rapid_response\"]", "[\"physician\"]").find("third step"),
              std::string::npos);
    EXPECT_NE(
        problem("first_to  = [\"nurse\"]", "first_to  = [\"porter\"]").find("'porter' is nobody who is told of alarms"),
        std::string::npos);
    EXPECT_NE(problem("first_to  = [\"nurse\"]", "first_to  = []").find("nobody is told"), std::string::npos);
}

TEST(AlarmBounds, ATableWithoutARowForCrsOrIcansIsRefused) {
    const auto crs = problems_in(without_rows("alarm", "condition = \"crs\""));
    EXPECT_EQ(crs.size(), 3U);
    EXPECT_TRUE(all_name(crs, "crs_"));
    const auto icans = problems_in(without_rows("alarm", "condition = \"icans\""));
    EXPECT_EQ(icans.size(), 3U);
    EXPECT_TRUE(all_name(icans, "icans_"));
    EXPECT_EQ(problems_in(without_rows("alarm", "crs_may_be")),
              std::vector<std::string>{
                  "alarms/alarms.toml:1: no row [[alarm]] has the sign crs_may_be, from 3 or less at the "
                  "priority high; nobody would hear of it in time"});
}

TEST(AlarmBounds, ATableWithoutAClockOrARowOfTheWardItselfIsRefused) {
    for (const std::string sign :
         {"feed_silent", "link_lost", "commit_failed", "disk_low", "backup_old", "clock_stepped"}) {
        const auto problems = problems_in(without_rows("technical", sign));
        ASSERT_EQ(problems.size(), 1U) << sign;
        EXPECT_NE(problems[0].find("[[technical]] has the sign " + sign), std::string::npos) << problems[0];
    }
    EXPECT_EQ(problems_in(without_rows("clock", "priority  = \"high\"")),
              std::vector<std::string>{
                  "alarms/alarms.toml:1: there is no [[clock]] of the priority high; what nobody answers "
                  "would go to nobody else"});
}

TEST(AlarmBounds, APriorityThatIsLowerThanTheRiskIsRefused) {
    const std::string table =
        table_with(built_in_table(), "sign      = \"icans_rise\"\nfrom      = 2\npriority  = \"high\"",
                   "sign      = \"icans_rise\"\nfrom      = 2\npriority  = \"low\"");
    const auto problems = problems_in(table);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("icans_rise"), std::string::npos);
}

TEST(AlarmBounds, ATableOfAnEarlierVersionIsReadAsIfItHadTheRolesAndTheRepeats) {
    std::string table = built_in_table();
    for (const std::string field : {"repeat", "first_to", "second_to", "third_to"}) {
        for (std::size_t at = table.find("\n" + field); at != std::string::npos; at = table.find("\n" + field)) {
            table.erase(at, table.find('\n', at + 1) - at);
        }
    }
    std::vector<PackProblem> problems;
    const std::vector<PackFile> files{{path_of_table, table}};
    const AlarmTable read = read_alarms(files, problems);
    const AlarmTable now = read_alarms(built_in_packs(), problems);
    ASSERT_TRUE(problems.empty());
    for (const std::size_t priority : {1U, 2U}) {
        EXPECT_EQ(read.clocks[priority]->repeat, now.clocks[priority]->repeat);
        EXPECT_EQ(read.clocks[priority]->to, now.clocks[priority]->to);
    }
}

}  // namespace
}  // namespace stormkeel
