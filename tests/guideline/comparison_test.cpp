// Packs of the layer comparison: what they may hold, and that nothing else sees it.
#include <gtest/gtest.h>

#include "guideline/sample_packs.h"

namespace stormkeel {
namespace {

using namespace sample;

const std::string lee =
    "grade = 2\nscale = \"lee-2014\"\nwhen = \"crs_active and vasopressors_in_all >= 1\"\nlocked = true\n";

TEST(Comparison, ItsGradesStandApart) {
    const Guideline guideline = read(with_page(statement("TEST.rule", "rule", lee), "comparison"));
    EXPECT_TRUE(guideline.grade_rules.empty());
    ASSERT_EQ(guideline.comparison_rules.size(), 1U);
    EXPECT_EQ(guideline.comparison_rules[0].scale, Scale::lee_2014);
}

TEST(Comparison, TellsWhyAnAnswerDiffers) {
    const std::string why = "differs = \"It is lower.\"\nscale = \"penn\"\nanswer = \"lower\"\nwhen = \"high_fio2\"\n";
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

TEST(Comparison, NoOtherRuleNamesItsFindings) {
    EXPECT_NE(problems_of_rule("note = \"A note.\"\nunder = \"crs\"\nwhen = \"high_fio2\"\n")
                  .find("'high_fio2' is found only for comparison; no rule outside that layer may name it"),
              std::string::npos);
}

}  // namespace
}  // namespace stormkeel
