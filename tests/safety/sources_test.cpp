// The pages that a program writes are what it writes today, and the rules use nothing they say is not used.
#include <gtest/gtest.h>

#include <regex>

#include "guideline/folder.h"
#include "guideline/trace.h"
#include "properties/knowledge.h"
#include "safety/pages.h"
#include "written_pages/source_attributes.h"

namespace stormkeel::safety {
namespace {

// The first line that differs says more than two pages beside each other.
void expect_same(const std::string& path, const std::string& fresh) {
    const std::string committed = text_of(path);
    if (committed == fresh) return;
    const auto at = std::mismatch(committed.begin(), committed.end(), fresh.begin(), fresh.end()).first;
    const auto line = std::count(committed.begin(), at, '\n') + 1;
    ADD_FAILURE() << path << " is not what the packs and cases say today, from line " << line
                  << " on; ./dev pages writes it anew";
}

TEST(WrittenPages, TraceabilityIsFresh) {
    const FolderFiles cases = read_folder(STORMKEEL_SOURCE_DIR "/tests/cases", {".case"});
    const Trace found = trace(built_in_packs(), knowledge().terminology.formulary(), cases.files);
    expect_same("docs/traceability.md", trace_markdown(found));
}

TEST(WrittenPages, SourceAttributesAreFresh) {
    expect_same("docs/safety/source-attributes.md", source_attributes_page(knowledge().guideline));
}

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
// them.
TEST(Sources, NoRuleRestsOnCrpOrInterleukin6) {
    static const std::regex condition(R"re((when|unless)\s*=\s*("""[^]*?"""|"[^"]*"))re");
    static const std::regex named(R"(\b(crp|il6|interleukin)\w*)");
    for (const Statement& statement : knowledge().guideline.statements) {
        for (std::sregex_iterator at(statement.rule.begin(), statement.rule.end(), condition), end; at != end; ++at) {
            const std::string when = (*at)[2].str();
            EXPECT_FALSE(std::regex_search(when, named)) << statement.id << ": " << when;
        }
    }
}

}  // namespace
}  // namespace stormkeel::safety
