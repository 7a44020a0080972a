// How often the alarms interrupt on our own courses: at most twice in twelve hours in half of them, six in 95 of 100.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "adapters/chart_csv.h"
#include "alarm_budget/course.h"
#include "cases_runner/case_file.h"
#include "guideline/read_alarms.h"
#include "properties/knowledge.h"

namespace stormkeel::budget {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t median_at_most = 2;
constexpr std::uint64_t p95_at_most = 6;
constexpr Duration a_day = hours(24);
constexpr std::size_t one_case_in = 8;  // all of them take a minute

const GuidelineCalendar& calendar() {
    static const GuidelineCalendar made(knowledge().guideline);
    return made;
}

const AlarmTable& table() {
    static const AlarmTable read = [] {
        std::vector<PackProblem> problems;
        return read_alarms(built_in_packs(), problems);
    }();
    return read;
}

std::string text_in(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

void add(std::vector<Window>& windows, const Timeline& timeline) {
    const auto more = windows_of(timeline, calendar(), table());
    windows.insert(windows.end(), more.begin(), more.end());
}

std::vector<Window> of_examples() {
    std::vector<Window> windows;
    for (const auto& entry : fs::directory_iterator(fs::path(STORMKEEL_SOURCE_DIR) / "examples")) {
        if (entry.path().extension() != ".csv") continue;
        std::ifstream chart(entry.path());
        Patients patients;
        read_chart_csv(chart, knowledge().terminology, patients);
        for (const auto& [id, timeline] : patients) add(windows, timeline);
    }
    return windows;
}

std::vector<Window> of_cases_of_days() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(STORMKEEL_SOURCE_DIR) / "tests/cases")) {
        if (entry.path().extension() == ".case") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Window> windows;
    for (std::size_t i = 0; i < files.size(); i += one_case_in) {
        const auto timeline =
            cases::timeline_of(cases::read_case(text_in(files[i])), knowledge().terminology, cases::RowOrder::as_typed);
        if (!timeline || timeline->facts().empty()) continue;
        if (timeline->facts().back().at - timeline->facts().front().at >= a_day) add(windows, *timeline);
    }
    return windows;
}

// The value below which so many of a hundred lie.
template <typename Field>
std::uint64_t share(const std::vector<Window>& windows, std::size_t percent, const Field& field) {
    std::vector<std::uint64_t> counts;
    for (const Window& window : windows) counts.push_back(window.*field);
    std::sort(counts.begin(), counts.end());
    return counts.at(std::min(counts.size() - 1, counts.size() * percent / 100));
}

void print(const std::string& name, const std::vector<Window>& windows) {
    Window sum;
    for (const Window& window : windows) {
        sum.interruptions += window.interruptions;
        sum.clocks_alone += window.clocks_alone;
        sum.alerts += window.alerts;
        sum.high += window.high;
    }
    std::cout << name << ": " << windows.size() << " windows of 12 h; interruptions median "
              << share(windows, 50, &Window::interruptions) << ", p95 " << share(windows, 95, &Window::interruptions)
              << ", most " << share(windows, 100, &Window::interruptions) << ", of " << sum.interruptions << ' '
              << sum.clocks_alone << " by a clock alone; reminders median " << share(windows, 50, &Window::reminders)
              << ", p95 " << share(windows, 95, &Window::reminders) << "; alerts " << sum.alerts << ", high "
              << sum.high << '\n';
}

void hold(const std::string& name, const std::vector<Window>& windows) {
    ASSERT_GT(windows.size(), 10U);
    print(name, windows);
    EXPECT_LE(share(windows, 50, &Window::interruptions), median_at_most);
    EXPECT_LE(share(windows, 95, &Window::interruptions), p95_at_most);
    EXPECT_GT(share(windows, 100, &Window::interruptions), 0U) << "nobody was ever told anything";
}

TEST(AlarmBudget, OfTheExamples) { hold("Examples", of_examples()); }
TEST(AlarmBudget, OfTheCasesOfADayOrMore) { hold("Cases", of_cases_of_days()); }

}  // namespace
}  // namespace stormkeel::budget
