// Packs of the layer comparison: what they may hold, and that nothing else sees
// it.
#include <gtest/gtest.h>

#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using namespace sample;

const std::string lee =
    "grade = 2\nscale = \"lee-2014\"\nwhen = \"crs_active "
    "and vasopressors_in_all >= 1\"\nlocked = true\n";

TEST(Comparison, ItsGradesStandApart) {
    const Guideline guideline = read(with_page(statement("TEST.rule", "rule", lee), "comparison"));
    EXPECT_TRUE(guideline.grade_rules.empty());
    ASSERT_EQ(guideline.comparison_rules.size(), 1U);
    EXPECT_EQ(guideline.comparison_rules[0].scale, Scale::lee_2014);
}

TEST(Comparison, TellsWhyAnAnswerDiffers) {
    const std::string why =
        "differs = \"It is lower.\"\nscale = \"penn\"\nanswer = \"lower\"\nwhen "
        "= \"high_fio2\"\n";
    const Guideline guideline = read(with_page(statement("TEST.rule", "rule", why), "comparison"));
    ASSERT_EQ(guideline.differences.size(), 1U);
    EXPECT_EQ(guideline.differences[0].relation, Relation::lower);
    EXPECT_EQ(guideline.differences[0].text, "It is lower.");
}

TEST(Comparison, AdvisesNothing) {
    const std::string note = "note = \"A note.\"\nunder = \"crs\"\nwhen = \"crs_active\"\n";
    EXPECT_NE(problems_of(with_page(statement("TEST.rule", "rule", note), "comparison"))
                  .find("a pack of the layer comparison cannot hold 'note'"),
              std::string::npos);
    const std::string question = "ask = \"How?\"\nitem = \"oxygen_flow\"\ncould_change = \"crs\"\n";
    EXPECT_NE(problems_of(with_page(statement("TEST.rule", "judgement", question), "comparison"))
                  .find("a pack of the layer comparison cannot hold 'judgement'"),
              std::string::npos);
}

TEST(Comparison, AScoreIsReadWithItsUnits) {
    const std::string score =
        "score = \"easix\"\ntitle = \"EASIX\"\nage = \"24 h\"\ncaution = "
        "\"Careful.\"\ndecimals = 3\n"
        "multiply = [\"ldh U/L\"]\ndivide = \"platelets 10*3/uL\"\n";
    const Guideline guideline = read(with_page(statement("TEST.rule", "rule", score), "comparison"));
    ASSERT_EQ(guideline.scores.size(), 1U);
    EXPECT_EQ(guideline.scores[0].multiply[0].unit, Unit::u_per_l);
    EXPECT_EQ(guideline.scores[0].divide->item, Item::platelets);
    EXPECT_NE(problems_of_rule(score).find("it belongs into a pack of the layer comparison"), std::string::npos);
}

TEST(Comparison, AScoresRowsAreReadStepByStep) {
    const std::string head =
        "score = \"points\"\ntitle = \"Points\"\nage = \"24 "
        "h\"\ncaution = \"Careful.\"\n";
    const std::string rows =
        "[row.fever]\nitem = \"temperature\"\ntake = "
        "\"highest\"\npoints = [\"33 from 38.4 Cel\"]\n"
        "[row.blood]\ncount = [\"wbc at most 5 10*3/uL\", "
        "\"splenomegaly\"]\npoints = \"0, 1, 2\"\n";
    const Guideline guideline = read(with_page(statement("TEST.rule", "rule", head + rows), "comparison"));
    ASSERT_EQ(guideline.scores.at(0).rows.size(), 2U);
    const ScoreRow& fever = guideline.scores[0].rows[0];
    EXPECT_TRUE(fever.highest);
    EXPECT_EQ(fever.steps.at(0).points, 33);
    EXPECT_EQ(fever.steps.at(0).limit, Decimal{38'400'000'000});
    const ScoreRow& blood = guideline.scores[0].rows[1];
    EXPECT_EQ(blood.criteria.at(0).step->side, ScoreStep::Side::at_most);
    EXPECT_FALSE(blood.criteria.at(1).step.has_value());
    EXPECT_EQ(blood.points_by_count, (std::vector<int>{0, 1, 2}));
    const std::string wrong = "[row.fever]\nitem = \"temperatur\"\npoints = [\"33 over 38.4 Cel\"]\n";
    const std::string problems = problems_of(with_page(statement("TEST.rule", "rule", head + wrong), "comparison"));
    EXPECT_NE(problems.find("'temperatur' is no item of a chart; did you mean 'temperature'?"), std::string::npos);
    EXPECT_NE(problems.find("'33 over 38.4 Cel' is no step"), std::string::npos);
    const std::string letter = "[row.blood]\ncount = [\"splenomegaly\"]\npoints = \"0, l\"\n";
    EXPECT_NE(problems_of(with_page(statement("TEST.rule", "rule", head + letter), "comparison"))
                  .find("'points' holds whole numbers with commas between"),
              std::string::npos);
}

TEST(Comparison, NoOtherRuleNamesItsFindings) {
    EXPECT_NE(problems_of_rule("note = \"A note.\"\nunder = \"crs\"\nwhen = \"high_fio2\"\n")
                  .find("'high_fio2' is found only for comparison; no rule "
                        "outside that layer may name it"),
              std::string::npos);
}

}  // namespace
}  // namespace stormkeel
