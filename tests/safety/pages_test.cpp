// The safety pages leave nothing out and name only checks that exist.
#include "safety/pages.h"

#include <gtest/gtest.h>

namespace stormkeel::safety {
namespace {

std::vector<std::string> names_of(const std::vector<Row>& rows) {
    std::vector<std::string> names;
    for (const Row& row : rows) names.push_back(row.name);
    return names;
}

std::vector<std::string> numbered(const std::string& letter, int last, int digits) {
    std::vector<std::string> names;
    for (int i = 1; i <= last; ++i) {
        std::string number = std::to_string(i);
        while (static_cast<int>(number.size()) < digits) number.insert(0, 1, '0');
        names.push_back(letter + "-" + number);
    }
    return names;
}

TEST(SafetyPages, EveryInvariantHasItsLineAndItsCheck) {
    const std::vector<Row> rows = rows_of(text_of("docs/safety/invariants.md"));
    EXPECT_EQ(names_of(rows), numbered("I", 36, 2));
    for (const Row& row : rows) EXPECT_FALSE(row.references.empty()) << row.name << " is held nowhere";
}

TEST(SafetyPages, EveryHazardHasItsControlAndItsCheckOrSaysWhatIsOpen) {
    const std::vector<Row> rows = rows_of(text_of("docs/safety/hazards.md"));
    std::vector<std::string> expected = numbered("H", 54, 1);
    for (const std::string& name : numbered("G", 12, 1)) expected.push_back(name);
    EXPECT_EQ(names_of(rows), expected);
    for (const Row& row : rows) {
        const bool open = row.cells.size() > 1 && row.cells[1].find("**Open**") != std::string::npos;
        EXPECT_TRUE(open || !row.references.empty()) << row.name << " names no check and does not say what is open";
        EXPECT_GE(row.cells.size(), 3U) << row.name << " lacks a cell";
    }
}

TEST(SafetyPages, EveryCheckTheyNameExists) {
    EXPECT_GT(all_references().size(), 150U);
    for (const Reference& each : all_references())
        EXPECT_EQ(missing(each), "") << "`" << each.kind << " " << each.name << "` in docs/safety";
}

// The check itself can fail.
TEST(SafetyPages, ACheckThatIsGoneIsFound) {
    EXPECT_EQ(missing({"case", "astct-2019/fever-38-0"}), "");
    EXPECT_EQ(missing({"case", "astct-2019/fever-38-2"}), "no such case");
    EXPECT_EQ(missing({"test", "SafetyPages.ACheckThatIsGoneIsFound"}), "");
    EXPECT_EQ(missing({"test", "SafetyPages.Nobody"}), "no test of this name");
    EXPECT_EQ(missing({"file", "docs/safety/hazard.md"}), "no such file");
    EXPECT_EQ(missing({"statement", "ASTCT.G3.vasopresor"}), "no pack holds this statement");
}

}  // namespace
}  // namespace stormkeel::safety
