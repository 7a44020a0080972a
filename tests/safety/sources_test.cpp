// The rules use nothing that docs/safety/source-attributes.md says is not used.
#include <gtest/gtest.h>

#include <regex>

#include "properties/knowledge.h"
#include "written_pages/source_attributes.h"

namespace stormkeel::safety {
namespace {

TEST(Sources, NoRuleUsesWhatAPersonIs) {
    for (const std::string& word : personal_words(knowledge().guideline)) ADD_FAILURE() << word;
    Guideline other = knowledge().guideline;
    other.statements.front().rule = "when = \"fever and patient_sex = female\"";
    EXPECT_EQ(personal_words(other).size(), 1U) << "the check must find what it looks for";
}

TEST(Sources, AgeAndWeightAreFoundWhereTheyAreUsed) {
    const auto has = [](const std::vector<std::string_view>& ids, std::string_view id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    const auto by_age = statements_by_age(knowledge().guideline);
    EXPECT_TRUE(has(by_age, "ASTCT.hypotension_neonate"));
    EXPECT_TRUE(has(by_age, "MGMT.G3.dexamethasone"));
    EXPECT_FALSE(has(by_age, "ASTCT.G3.oxygen"));
    const auto by_weight = statements_by_weight(knowledge().guideline);
    EXPECT_TRUE(has(by_weight, "MGMT.toci.dose"));
    EXPECT_FALSE(has(by_weight, "ASTCT.G3.oxygen"));
}

// CRP and interleukin-6 are followed; after tocilizumab neither tells how the patient is, so nothing is decided by
// them. What a rule may ask is whether they were measured after it: the note then says so.
TEST(Sources, NoRuleRestsOnCrpOrInterleukin6) {
    static const std::regex condition(R"re((when|unless)\s*=\s*("""[^]*?"""|"[^"]*"))re");
    static const std::regex named(R"(\b(crp|il6|interleukin)(?!_after_tocilizumab)\w*)");
    for (const Statement& statement : knowledge().guideline.statements) {
        for (std::sregex_iterator at(statement.rule.begin(), statement.rule.end(), condition), end; at != end; ++at) {
            const std::string when = (*at)[2].str();
            EXPECT_FALSE(std::regex_search(when, named)) << statement.id << ": " << when;
        }
    }
}

}  // namespace
}  // namespace stormkeel::safety
