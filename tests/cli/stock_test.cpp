// The stock of tocilizumab over a small ward, reckoned by hand: two doses for each patient at risk, from whole vials.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

// 80 kg: 640 mg, 1 × 400 mg + 3 × 80 mg. 50 kg: 400 mg, 1 × 400 mg.
constexpr const char* two_at_risk =
    "patient,time,item,value,unit\n"
    "p1,2026-03-01T09:00:00Z,weight,80,kg\n"
    "p1,2026-03-01T09:00:00Z,therapy,axicabtagene_ciloleucel,\n"
    "p2,2026-03-02T09:00:00Z,weight,50,kg\n"
    "p2,2026-03-02T09:00:00Z,therapy,teclistamab,0.06 mg/kg\n";

Json stock_of(const std::string& chart, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"stock", "-", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome answer = run(words, chart);
    EXPECT_EQ(answer.status, 0) << answer.error;
    return Json::parse(answer.out);
}

Json two(const std::string& vials) { return stock_of(two_at_risk, {"--in-building", vials}); }

TEST(Stock, ReckonsTwoDosesForEachPatientAtRisk) {
    const Json json = stock_of(two_at_risk);
    EXPECT_EQ(json["as_of"], "2026-03-02T09:00:00Z");
    ASSERT_EQ(json["patients"].size(), 2U);
    EXPECT_EQ(json["patients"][0]["patient"], "p1");
    EXPECT_EQ(json["patients"][0]["product"], "axicabtagene_ciloleucel");
    EXPECT_EQ(json["patients"][0]["doses"], 2);
    EXPECT_EQ(json["patients"][0]["dose"], 640);
    EXPECT_EQ(json["patients"][0]["vials"], "1 × 400 mg + 3 × 80 mg");
    EXPECT_EQ(json["needed"]["doses"], 4);
    EXPECT_EQ(json["needed"]["mg"], 2080);
    EXPECT_EQ(json["needed"]["vials"],
              Json::parse(R"([{"mg":80,"count":6},{"mg":200,"count":0},{"mg":400,"count":4}])"));
    EXPECT_TRUE(json["verdict"].is_null());
    EXPECT_TRUE(json["in_building"].is_null());
}

TEST(Stock, IsEnoughWhenEveryDoseCanBeMadeUp) {
    EXPECT_EQ(two("400 mg x 4, 80 mg x 6")["verdict"], "enough");
    EXPECT_EQ(two("80 mg x 26")["verdict"], "enough");  // 8 + 8 + 5 + 5
    EXPECT_EQ(two("400 mg x 6")["verdict"], "enough");  // two of 400 mg for each 640 mg
}

TEST(Stock, IsShortOfEachDoseThatCannotBeMadeUp) {
    const Json short_of_one = two("400 mg x 3, 80 mg x 6");
    EXPECT_EQ(short_of_one["verdict"], "short");
    ASSERT_EQ(short_of_one["unmet"].size(), 1U);
    EXPECT_EQ(short_of_one["unmet"][0]["patient"], "p2");
    EXPECT_EQ(short_of_one["unmet"][0]["doses"], 1);
    EXPECT_EQ(two("80 mg x 25")["verdict"], "short");
    EXPECT_EQ(two("400 mg x 0")["unmet"].size(), 2U);
}

TEST(Stock, NamesThePatientsOfWhomNothingCanBeReckoned) {
    const std::string chart = std::string(two_at_risk) + "p3,2026-03-02T09:00:00Z,therapy,tisagenlecleucel,\n";
    const Json json = stock_of(chart, {"--in-building", "400 mg x 4, 80 mg x 6"});
    EXPECT_EQ(json["verdict"], "unknown");
    ASSERT_EQ(json["patients"].size(), 3U);
    EXPECT_TRUE(json["patients"][2]["dose"].is_null());
    EXPECT_NE(json["patients"][2]["why"].get<std::string>().find("no weight is on record"), std::string::npos);
    EXPECT_EQ(json["needed"]["doses"], 4);
    const Outcome page = run({"stock", "-", "--in-building", "400 mg x 4, 80 mg x 6"}, chart);
    EXPECT_NE(page.out.find("p3, tisagenlecleucel, day 0: 2 doses, not calculated: no weight is on record"),
              std::string::npos)
        << page.out;
    EXPECT_NE(page.out.find("Enough for what can be reckoned"), std::string::npos) << page.out;
}

// The usual onset of axicabtagene ciloleucel is 14 days, that of linvoseltamab is not known: 14 days too.
TEST(Stock, CountsNobodyAfterTheTimeInWhichCrsBegins) {
    for (const char* product : {"axicabtagene_ciloleucel", "linvoseltamab"}) {
        const std::string chart = "patient,time,item,value,unit\np1,2026-03-01T09:00:00Z,therapy," +
                                  std::string(product) + ",\np1,2026-03-10T09:00:00Z,weight,80,kg\n";
        EXPECT_EQ(stock_of(chart, {"--at", "2026-03-15T09:00:00Z"})["patients"].size(), 1U) << product;
        EXPECT_EQ(stock_of(chart, {"--at", "2026-03-15T09:00:01Z"})["patients"].size(), 0U) << product;
    }
}

TEST(Stock, CountsAnOpenEpisodeHoweverLateAndNobodyWhoDied) {
    const std::string late =
        "patient,time,item,value,unit\n"
        "p1,2026-03-01T09:00:00Z,therapy,teclistamab,\n"
        "p1,2026-03-20T09:00:00Z,weight,80,kg\n"
        "p1,2026-03-20T09:00:00Z,temperature,38.6,Cel\n";
    EXPECT_EQ(stock_of(late)["patients"].size(), 1U);
    EXPECT_EQ(stock_of(late + "p1,2026-03-20T12:00:00Z,death,crs,\n")["patients"].size(), 0U);
}

// Four in all since the infusion: after three one may follow, after four none.
TEST(Stock, ReckonsNoMoreThanMayStillBeGiven) {
    std::string chart = two_at_risk;
    chart += "p1,2026-03-03T09:00:00Z,give:tocilizumab,640,mg\np1,2026-03-03T17:00:00Z,give:tocilizumab,640,mg\n";
    EXPECT_EQ(stock_of(chart)["patients"][0]["doses"], 2);
    chart += "p1,2026-03-04T01:00:00Z,give:tocilizumab,640,mg\n";
    EXPECT_EQ(stock_of(chart)["patients"][0]["doses"], 1);
    chart += "p1,2026-03-04T17:00:00Z,give:tocilizumab,640,mg\n";
    EXPECT_EQ(stock_of(chart)["patients"][0]["patient"], "p2");
}

TEST(Stock, RefusesVialsItCannotRead) {
    for (const char* vials : {"400 mg", "400 x 6", "400 mg x six", "400 mg x -1", "400 mg x 1.5", "400 mg x 6,",
                              "100 mg x 6", "400 g x 6"}) {
        const Outcome answer = run({"stock", "-", "--in-building", vials}, two_at_risk);
        EXPECT_EQ(answer.status, 2) << vials;
        EXPECT_NE(answer.error.find("--in-building"), std::string::npos) << answer.error;
    }
}

TEST(Stock, IsAPageForPeople) {
    const Outcome page = run({"stock", "-", "--in-building", "400 mg x 3, 80 mg x 6"}, two_at_risk);
    EXPECT_EQ(page.out,
              "Tocilizumab for the patients at risk, 2026-03-02 09:00 UTC\n"
              "\n"
              "  - p1, axicabtagene ciloleucel, day 1: 2 doses of 640 mg, each 1 × 400 mg + 3 ×\n"
              "    80 mg\n"
              "  - p2, teclistamab, day 0: 2 doses of 400 mg, each 1 × 400 mg\n"
              "\n"
              "Needed: 4 doses, 2,080 mg: 4 × 400 mg + 6 × 80 mg\n"
              "In the building: 3 × 400 mg + 6 × 80 mg, 1,680 mg\n"
              "Short: 1 dose of 400 mg for p2 cannot be made up from whole vials.\n");
}

}  // namespace
}  // namespace stormkeel::cli_test
