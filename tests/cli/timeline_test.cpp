// The timeline: its columns, its rows, and that it agrees with assess.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

TEST(Timeline, CsvHasTheContractsHeaderAndARowForEveryInstantOfAFact) {
    const Outcome rows =
        run({"timeline", "-", "--format", "csv"}, chart_with("p1,2026-03-03T11:00:00Z,systolic_bp,84,mm[Hg]\n"));
    EXPECT_EQ(rows.status, 0);
    EXPECT_EQ(rows.out,
              "patient,time,crs_at_least,crs_at_most,icans_at_least,icans_at_most,treat_as,episode\n"
              "p1,2026-03-01T09:00:00Z,0,4,0,4,0,0\n"
              "p1,2026-03-03T10:00:00Z,1,1,0,0,1,1\n"
              "p1,2026-03-03T11:00:00Z,2,2,0,0,2,1\n");
}

TEST(Timeline, ABirthDateMakesNoRow) {
    const Outcome rows = run({"timeline", "-", "--format", "csv"}, chart_with(""));
    EXPECT_EQ(rows.out.find("1961"), std::string::npos) << rows.out;
}

TEST(Timeline, UntilGoesOnWhereTheFactsEnd) {
    const auto ends = [](const std::string& until) {
        const Outcome rows = run({"timeline", "-", "--format", "csv", "--until", until}, chart_with(""));
        return lines_of(rows.out).size();
    };
    EXPECT_EQ(ends("2026-03-03T10:00:00Z"), 3U);
    EXPECT_GT(ends("2026-03-04T12:00:00Z"), 3U);  // readings grow too old, and fever leaves the last 24 h
}

TEST(Timeline, EachRowIsWhatAssessSaysAtThatTime) {
    const std::string chart = chart_with(
        "p1,2026-03-03T11:00:00Z,systolic_bp,84,mm[Hg]\np1,2026-03-03T11:20:00Z,rate:norepinephrine,0.05,ug/kg/min\n");
    const Outcome rows = run({"timeline", "-", "--format", "csv", "--until", "2026-03-04T12:00:00Z"}, chart);
    auto lines = lines_of(rows.out);
    lines.erase(lines.begin());
    ASSERT_GE(lines.size(), 5U);
    for (const std::string& line : lines) {
        const std::string time = line.substr(3, line.find(',', 3) - 3);
        const Outcome answer = run({"assess", "-", "--format", "json", "--at", time}, chart);
        const Json json = Json::parse(answer.out);
        const Json& episode = json["crs"]["episode"];
        std::string same = "p1," + time;
        for (const Json& value :
             {json["crs"]["at_least"], json["crs"]["at_most"], json["icans"]["at_least"], json["icans"]["at_most"],
              json["crs"]["treat_as"], episode.is_null() ? Json(0) : episode["number"]}) {
            same += "," + value.dump();
        }
        EXPECT_EQ(line, same);
    }
}

TEST(Timeline, JsonIsTheAssessmentWithoutRejected) {
    const Outcome rows =
        run({"timeline", "-", "--format", "json"}, chart_with("p1,2026-03-03T11:00:00Z,spo2,9600,%\n"));
    const auto lines = lines_of(rows.out);
    ASSERT_EQ(lines.size(), 2U) << rows.out;
    for (const std::string& line : lines) {
        const Json json = Json::parse(line);
        EXPECT_FALSE(json.contains("rejected"));
        EXPECT_EQ(json["crs"]["scale"], "ASTCT 2019");
    }
}

TEST(Timeline, TextNamesTheScale) {
    const Outcome table = run({"timeline", "-"}, chart_with(""));
    EXPECT_NE(table.out.find("grades by ASTCT 2019"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("time (UTC)            CRS"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("2026-03-03 10:00 "), std::string::npos) << table.out;
}

TEST(Timeline, PatientsComeInByteOrderOfTheirIds) {
    const Outcome rows =
        run({"timeline", "-", "--format", "csv"},
            "patient,time,item,value,unit\nb,2026-03-03T10:00:00Z,spo2,96,%\nB,2026-03-03T10:00:00Z,spo2,96,%\n"
            "\"a,1\",2026-03-03T10:00:00Z,spo2,96,%\n");
    const auto lines = lines_of(rows.out);
    ASSERT_EQ(lines.size(), 4U) << rows.out;
    EXPECT_TRUE(lines[1].starts_with("B,")) << lines[1];
    EXPECT_TRUE(lines[2].starts_with("\"a,1\",")) << lines[2];
    EXPECT_TRUE(lines[3].starts_with("b,")) << lines[3];
}

}  // namespace
}  // namespace stormkeel::cli_test
