// The twelve bundled patients: the answer their story promises, and the same from chart and Bundle.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "adapters/assessment_text_page.h"
#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

// Typed by hand from the stories in examples/README.md.
struct Story {
    std::string name;
    int crs_at_least;
    int crs_at_most;
    int treat_as;
    int icans;
    std::string hlh;
    int episode;  // 0: none shown
};

void PrintTo(const Story& story, std::ostream* out) { *out << story.name; }

const std::vector<Story>& stories() {
    static const std::vector<Story> list{
        {"ex01-axicel-grade2", 2, 2, 2, 0, "absent", 1},
        {"ex02-brexucel-grade3", 3, 3, 3, 2, "absent", 1},
        {"ex03-tisacel-child", 2, 2, 2, 1, "absent", 1},
        {"ex04-lisocel-afebrile-vasopressor", 3, 3, 3, 1, "absent", 1},
        {"ex05-idecel-hlh", 1, 1, 3, 0, "suspected", 1},
        {"ex06-ciltacel-second-episode", 2, 2, 2, 0, "unknown", 2},
        {"ex07-obecel-icans", 1, 1, 1, 2, "absent", 1},
        {"ex08-blinatumomab-teenager", 1, 4, 1, 0, "unknown", 1},
        {"ex09-teclistamab-three-days", 1, 1, 2, 0, "unknown", 1},
        {"ex10-epcoritamab-infection", 0, 0, 0, 0, "unknown", 0},
        {"ex11-tarlatamab-grade4", 4, 4, 4, 1, "absent", 1},
        {"ex12-tebentafusp-ward-units", 2, 2, 2, 0, "unknown", 1},
    };
    return list;
}

Json answer_from(const std::string& file) {
    const Outcome answer = run({"assess", "examples/" + file, "--format", "json"});
    EXPECT_EQ(answer.status, 0) << answer.error;
    return Json::parse(answer.out);
}

void forget_sources(Json& json) {
    if (json.is_object()) json.erase("source");
    if (json.is_structured()) {
        for (Json& part : json) forget_sources(part);
    }
}

bool advises(const Json& json, const std::string& action, const std::string& item) {
    for (const Json& advice : json["recommendations"]) {
        if (advice["action"] == action && advice["item"] == item) return true;
    }
    return false;
}

const Json* dose_of(const Json& json, const std::string& item) {
    for (const Json& advice : json["recommendations"]) {
        if (advice["action"] == "give" && advice["item"] == item && !advice["dose"].is_null()) return &advice["dose"];
    }
    return nullptr;
}

class Stories : public testing::TestWithParam<Story> {};

TEST_P(Stories, HaveTheAnswerTheyPromise) {
    const Story& story = GetParam();
    const Json json = answer_from(story.name + ".csv");
    EXPECT_EQ(json["patient"], story.name);
    EXPECT_EQ(json["crs"]["at_least"], story.crs_at_least);
    EXPECT_EQ(json["crs"]["at_most"], story.crs_at_most);
    EXPECT_EQ(json["crs"]["treat_as"], story.treat_as);
    EXPECT_EQ(json["icans"]["grade"], story.icans);
    EXPECT_EQ(json["hlh"]["status"], story.hlh);
    const Json& episode = json["crs"]["episode"];
    EXPECT_EQ(episode.is_null() ? Json(0) : episode["number"], story.episode);
    EXPECT_TRUE(json["rejected"].empty()) << json["rejected"];
}

TEST_P(Stories, ChartAndBundleGiveTheSameAnswer) {
    Json chart = answer_from(GetParam().name + ".csv");
    Json bundle = answer_from(GetParam().name + ".json");
    forget_sources(chart);
    forget_sources(bundle);
    EXPECT_EQ(chart.dump(1), bundle.dump(1));
}

TEST_P(Stories, FitEightyColumnsOnEveryPage) {
    const std::string file = "examples/" + GetParam().name + ".csv";
    for (const auto& words : std::vector<std::vector<std::string>>{{"assess", file},
                                                                   {"explain", file},
                                                                   {"timeline", file},
                                                                   {"order", file, "--order", "tocilizumab 640 mg"}}) {
        const Outcome page = run(words);
        EXPECT_EQ(page.status, 0) << page.error;
        for (const std::string& line : lines_of(page.out)) EXPECT_LE(columns_of(line), 80U) << line;
    }
}

TEST_P(Stories, TheLastRowOfTheTimelineIsTheAssessment) {
    const Outcome rows = run({"timeline", "examples/" + GetParam().name + ".csv", "--format", "json"});
    ASSERT_EQ(rows.status, 0) << rows.error;
    Json assessment = answer_from(GetParam().name + ".csv");
    assessment.erase("rejected");
    EXPECT_EQ(Json::parse(lines_of(rows.out).back()), assessment);
}

INSTANTIATE_TEST_SUITE_P(Examples, Stories, testing::ValuesIn(stories()), [](const auto& story) {
    std::string name;
    for (const char c : story.param.name) name += c == '-' ? '_' : c;
    return name;
});

TEST(Examples, DosesFollowWeightAgeAndWhatWasGiven) {
    const auto tocilizumab = [](const std::string& file) {
        const Json json = answer_from(file);
        const Json* dose = dose_of(json, "tocilizumab");
        return dose == nullptr ? Json("no dose") : (*dose)["value"];
    };
    EXPECT_EQ(tocilizumab("ex01-axicel-grade2.csv"), 640);                    // 8 mg/kg × 80 kg
    EXPECT_EQ(tocilizumab("ex03-tisacel-child.csv"), 192);                    // 12 mg/kg × 16 kg
    EXPECT_EQ(tocilizumab("ex06-ciltacel-second-episode.csv"), 520);          // 8 mg/kg × 65 kg, weighed that day
    EXPECT_EQ(tocilizumab("ex11-tarlatamab-grade4.csv"), 496);                // 8 mg/kg × 62 kg
    EXPECT_EQ(tocilizumab("ex12-tebentafusp-ward-units.csv"), 558.82579984);  // 8 mg/kg × 154 lb × 0.45359237 kg/lb
}

TEST(Examples, GradeOneWithIcansTwoGetsACorticosteroidAndNoTocilizumab) {
    const Json json = answer_from("ex07-obecel-icans.csv");
    EXPECT_FALSE(advises(json, "give", "tocilizumab"));
    EXPECT_FALSE(advises(json, "consider", "tocilizumab"));
    EXPECT_TRUE(advises(json, "avoid", "tocilizumab"));
    EXPECT_TRUE(advises(json, "give", "dexamethasone")) << json["recommendations"];
}

TEST(Examples, WhatFollowsFromThreeDaysOfFeverIsConsidered) {
    const Json json = answer_from("ex09-teclistamab-three-days.csv");
    EXPECT_TRUE(advises(json, "consider", "tocilizumab"));
    EXPECT_FALSE(advises(json, "give", "tocilizumab"));
}

TEST(Examples, TheFourthDoseInTwentyFourHoursIsHeldBack) {
    const Outcome verdict =
        run({"order", "examples/ex11-tarlatamab-grade4.csv", "--order", "tocilizumab 496 mg", "--format", "json"});
    const Json json = Json::parse(verdict.out);
    EXPECT_EQ(json["verdict"], "stop");
    EXPECT_EQ(json["not_before"], "2026-08-12T06:00:00Z");  // 8 h after 22:00, and 24 h after 06:00
}

TEST(Examples, EveryFileIsInTheTableOfStories) {
    const std::string table = text_of("examples/README.md");
    std::size_t charts = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(STORMKEEL_SOURCE_DIR) + "/examples")) {
        if (entry.path().extension() == ".md") continue;
        EXPECT_NE(table.find("`" + entry.path().stem().string() + "`"), std::string::npos) << entry.path();
        charts += entry.path().extension() == ".csv" ? 1U : 0U;
    }
    EXPECT_EQ(charts, stories().size());
}

}  // namespace
}  // namespace stormkeel::cli_test
