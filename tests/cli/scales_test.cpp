// The other scales as JSON and on the page: there when asked for, and changing
// nothing else.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

using Json = nlohmann::ordered_json;

const std::string low_dose = R"(p1,1961-05-02,birth_date,,
p1,2026-03-01T09:00:00Z,weight,80,kg
p1,2026-03-03T06:00:00Z,rate:norepinephrine,5,ug/min
p1,2026-03-03T11:00:00Z,temperature,39.0,Cel
p1,2026-03-03T11:00:00Z,systolic_bp,104,mm[Hg]
p1,2026-03-03T11:00:00Z,oxygen_device,nasal_cannula,
p1,2026-03-03T11:00:00Z,oxygen_flow,4,L/min
p1,2026-03-03T12:00:00Z,ctcae:kidney,2,
)";

Outcome assess(std::vector<std::string> more) {
    std::vector<std::string> words{"assess", "-"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, chart_with(low_dose));
}

TEST(Scales, StandInTheJsonWhenAskedFor) {
    const Outcome answer = assess({"--format", "json", "--scales", "penn,lee-2014"});
    ASSERT_EQ(answer.status, 0) << answer.error;
    const Json scales = Json::parse(answer.out)["scales"];
    ASSERT_EQ(scales.size(), 2U);
    EXPECT_EQ(scales[0]["scale"], "lee-2014");
    EXPECT_EQ(scales[0]["title"], "Lee 2014");
    EXPECT_EQ(scales[0]["grade"], 2);
    EXPECT_EQ(scales[0]["at_least"], 2);
    EXPECT_EQ(scales[0]["at_most"], 2);
    EXPECT_EQ(scales[0]["statement"], "LEE14.differs.one_vasopressor");
    EXPECT_EQ(scales[0]["differs"],
              "Lee 2014 counts one vasopressor at a low dose as grade 2; for "
              "ASTCT a vasopressor at any dose is grade "
              "3.");
    EXPECT_EQ(scales[0]["reasons"][0]["truth"], "present");
    EXPECT_FALSE(scales[0]["reasons"][0]["evidence"].empty());
    EXPECT_EQ(scales[1]["scale"], "penn");
    EXPECT_EQ(scales[1]["grade"], 3);
}

TEST(Scales, ChangeNothingElse) {
    Json with = Json::parse(assess({"--format", "json", "--scales", "all"}).out);
    const Json without = Json::parse(assess({"--format", "json"}).out);
    EXPECT_FALSE(without.contains("scales"));
    EXPECT_FALSE(without.contains("scores"));
    EXPECT_EQ(with["scales"].size(), 6U);
    EXPECT_EQ(with["scores"].size(), 5U);
    with.erase("scales");
    with.erase("scores");
    EXPECT_EQ(with, without);
}

TEST(Scores, StandInTheJsonWithInputsAndWhatIsMissing) {
    const std::string rows = R"(p1,2026-03-03T06:00:00Z,ldh,350,U/L
p1,2026-03-03T06:00:00Z,creatinine,0.9,mg/dL
p1,2026-03-03T06:00:00Z,platelets,150,10*3/uL
)";
    const Outcome answer = run({"assess", "-", "--format", "json", "--scales", "m-easix,easix"}, chart_with(rows));
    ASSERT_EQ(answer.status, 0) << answer.error;
    const Json json = Json::parse(answer.out);
    EXPECT_TRUE(json["scales"].empty());
    ASSERT_EQ(json["scores"].size(), 2U);
    const Json& easix = json["scores"][0];
    EXPECT_EQ(easix["name"], "easix");
    EXPECT_EQ(easix["value"], 2.1);
    EXPECT_TRUE(easix["missing"].empty());
    ASSERT_EQ(easix["inputs"].size(), 3U);
    EXPECT_EQ(easix["inputs"][0]["item"], "ldh");
    EXPECT_EQ(easix["inputs"][0]["value"], 350);
    EXPECT_EQ(easix["inputs"][0]["unit"], "U/L");
    EXPECT_EQ(easix["inputs"][0]["at"], "2026-03-03T06:00:00Z");
    EXPECT_EQ(easix["verification"], "verified");
    const Json& with_crp = json["scores"][1];
    EXPECT_EQ(with_crp["name"], "m-easix");
    EXPECT_TRUE(with_crp["value"].is_null());
    EXPECT_EQ(with_crp["missing"], Json::array({"crp"}));
    EXPECT_EQ(with_crp["note"], "not calculable: crp missing");
}

TEST(Scores, StandOnThePageWhenAskedFor) {
    const std::string page = assess({"--scales", "hscore"}).out;
    EXPECT_NE(page.find("Scores, for information: no grade and no advice rests on them"), std::string::npos);
    EXPECT_NE(page.find("HScore not calculable: splenomegaly, hepatomegaly"), std::string::npos);
    EXPECT_NE(page.find("[SCORES.hscore]"), std::string::npos);
}

TEST(Scales, StandOnThePageWhenAskedFor) {
    const std::string page = assess({"--scales", "mskcc"}).out;
    EXPECT_NE(page.find("Other scales, for comparison: no grade and no advice rests on them"), std::string::npos);
    EXPECT_NE(page.find("MSKCC grade 2\n"), std::string::npos);
    EXPECT_EQ(page.find("Penn"), std::string::npos);
    EXPECT_EQ(assess({}).out.find("Other scales"), std::string::npos);
}

TEST(Scales, AnUnknownNameIsToldWithTheNearest) {
    const Outcome wrong = assess({"--scales", "lee2014"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_EQ(wrong.error,
              "stormkeel: --scales: 'lee2014' is no scale and no "
              "score; did you mean 'lee-2014'?\n");
    EXPECT_EQ(assess({"--scales", "all", "--brief"}).status, 2);
}

}  // namespace
}  // namespace stormkeel::cli_test
