// docs/safety/faults.md leaves no fault out and no cell empty, and each of its rows names a check that is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "safety/pages.h"

namespace stormkeel::safety {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t columns = 6;  // number, fault, what the ward does, check, seed, result

using Cells = std::vector<std::string>;

std::vector<Cells> faults_in(const std::string& page) {
    std::vector<Cells> rows;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| F-") && !line.starts_with("| – ")) continue;
        Cells cells;
        std::istringstream all(line.substr(1));
        for (std::string cell; std::getline(all, cell, '|');) {
            const std::size_t first = cell.find_first_not_of(' ');
            const std::size_t last = cell.find_last_not_of(' ');
            cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

// Every name that a CMakeLists.txt of tests/ gives to a test, and every campaign of ./dev torture.
const std::string& named_in_cmake() {
    static const std::string names = [] {
        std::string found = text_of("dev");
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(STORMKEEL_SOURCE_DIR) / "tests")) {
            if (entry.path().filename() != "CMakeLists.txt" ||
                entry.path().string().find("node_modules") != std::string::npos)
                continue;
            found += text_of(fs::relative(entry.path(), STORMKEEL_SOURCE_DIR).string());
        }
        return found;
    }();
    return names;
}

bool any_case_begins(const std::string& path) {
    const fs::path full = fs::path(STORMKEEL_SOURCE_DIR) / path;
    for (const auto& entry : fs::directory_iterator(full.parent_path())) {
        if (entry.path().filename().string().starts_with(full.filename().string())) return true;
    }
    return false;
}

// Of what stands between backticks: why it is no check that is there; "" when it is, nothing when it is meant as none.
std::optional<std::string> why_no_check(const std::string& name, std::string& suite) {
    static const std::regex test(R"((\w*)\.(\w+|\*))");
    std::smatch found;
    if (std::regex_match(name, found, test)) {
        if (found[1].length() > 0) suite = found[1].str();
        if (found[2].str() == "*") return any_test_of(suite) ? "" : "no test of this suite";
        return missing({"test", suite + "." + found[2].str()});
    }
    if (name.starts_with("tests/cases/")) {
        return any_case_begins(name.substr(0, name.find('*'))) ? "" : "no such case";
    }
    if (name.starts_with("fuzz_")) {
        return fs::exists(fs::path(STORMKEEL_SOURCE_DIR) / ("tests/fuzz/" + name + ".cpp")) ? "" : "no such target";
    }
    static const std::regex campaign(R"((torture|simulation|page|oidc|jwt|hl7v2_senders|fhir_client|doors)(: .*)?)");
    if (!std::regex_match(name, campaign)) return std::nullopt;
    const std::string whole = name.substr(0, name.find("…"));
    const std::string begin = whole.find(':') == std::string::npos ? '"' + whole + ':' : '"' + whole;
    return named_in_cmake().find(begin) == std::string::npos ? "no test of this name" : "";
}

std::string wrong_with(const Cells& cells) {
    if (cells.size() != columns) return std::to_string(cells.size()) + " cells";
    for (const std::string& cell : cells) {
        if (cell.empty()) return "an empty cell";
    }
    static const std::regex quoted("`([^`]+)`");
    std::string suite;
    std::size_t checks = 0;
    for (std::sregex_iterator at(cells[3].begin(), cells[3].end(), quoted), end; at != end; ++at) {
        const auto why = why_no_check((*at)[1].str(), suite);
        if (why && !why->empty()) return "`" + (*at)[1].str() + "`: " + *why;
        if (why) ++checks;
    }
    if (checks == 0 && cells[3].find("F-") == std::string::npos) return "no check";
    return cells[5].find_first_of("0123456789") == std::string::npos ? "a result without a number" : "";
}

TEST(Faults, EachHasARowThatNamesWhatHoldsIt) {
    std::set<std::string> told;
    for (const Cells& cells : faults_in(text_of("docs/safety/faults.md"))) {
        EXPECT_EQ(wrong_with(cells), "") << cells[0] << ": " << (cells.size() > 1 ? cells[1] : "");
        static const std::regex number("F-[0-9]+");
        for (std::sregex_iterator at(cells[0].begin(), cells[0].end(), number), end; at != end; ++at)
            told.insert(at->str());
    }
    for (int i = 1; i <= 39; ++i) {
        const std::string name = (i < 10 ? "F-0" : "F-") + std::to_string(i);
        EXPECT_TRUE(told.contains(name)) << name << " has no row";
    }
}

// The check itself can fail.
TEST(Faults, ARowThatLacksSomethingIsFound) {
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`BitRot.*`", "1", "2 cuts"}), "");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`torture: 2,000 power cuts`", "1", "2 cuts"}), "");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`BitRot.*`", "", "2 cuts"}), "an empty cell");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`BitRot.*`"}), "4 cells");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "somebody looks", "1", "2 cuts"}), "no check");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`BitRot.Nobody`", "1", "2 cuts"}),
              "`BitRot.Nobody`: no test of this name");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`NoSuchSuite.*`", "1", "2 cuts"}),
              "`NoSuchSuite.*`: no test of this suite");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`torture: 3 power cuts`", "1", "2"}),
              "`torture: 3 power cuts`: no test of this name");
    EXPECT_EQ(wrong_with({"F-01", "a", "b", "`BitRot.*`", "1", "all is well"}), "a result without a number");
}

}  // namespace
}  // namespace stormkeel::safety
