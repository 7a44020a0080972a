// The lint: what it finds in packs that read well, and that it leaves good ones alone.
#include <gtest/gtest.h>

#include "guideline/lint.h"
#include "guideline/parse_condition.h"
#include "guideline/sample_packs.h"
#include "guideline/search.h"

namespace stormkeel {
namespace {

using sample::Files;
using sample::statement;
using sample::with_page;

std::string lint_of(const Files& files, const Files& cases = {}) {
    return sample::text_of(lint(sample::views(files), sample::formulary(), sample::views(cases)));
}

std::string note_when(std::string_view when) {
    return statement("TEST.note", "rule", "note = \"N.\"\nunder = \"crs\"\nwhen = \"" + std::string(when) + "\"");
}

constexpr std::string_view never = "sample/a.md:1: TEST.note: can never apply; its condition contradicts itself";
constexpr std::string_view always = "sample/a.md:1: TEST.note: always applies; its condition is true whatever is found";

TEST(Lint, AGoodPackIsClean) { EXPECT_EQ(lint_of(sample::complete()), ""); }

TEST(Lint, ItSaysWhatTheReaderSays) {
    EXPECT_EQ(lint_of(with_page(note_when("fevr"))), "sample/a.md:9: 'fevr' is no finding; did you mean 'fever'?");
}

TEST(Lint, AMistakeInTheTableOfAlarmsIsFound) {
    Files files = sample::complete();
    files.emplace("alarms/alarms.toml", "[[alarm]]\ncondition = \"crs\"\nsign = \"crs_at_last\"\npriority = \"low\"\n");
    EXPECT_NE(lint_of(files).find("alarms/alarms.toml:3: 'crs_at_last' is no sign"), std::string::npos);
}

TEST(Lint, AConditionThatContradictsItselfIsFound) {
    for (const std::string_view when :
         {"fever and not fever", "vasopressors >= 2 and vasopressors <= 1", "vasopressors > 1 and vasopressors < 2",
          "oxygen_support < none", "oxygen_support > positive_pressure", "therapy = car_t and therapy = bispecific",
          "fever_duration >= 72 h and fever_duration < 24 h",
          "product = teclistamab and product = axicabtagene_ciloleucel",
          "vasopressors is unknown and vasopressors = 2"}) {
        EXPECT_EQ(lint_of(with_page(note_when(when))), never) << when;
    }
}

TEST(Lint, AConditionThatIsAlwaysTrueIsFound) {
    for (const std::string_view when : {"vasopressors >= 0", "fever or not fever", "oxygen_support >= none",
                                        "vasopressors >= 2 or vasopressors <= 1", "not (fever and not fever)"}) {
        EXPECT_EQ(lint_of(with_page(note_when(when))), always) << when;
    }
}

TEST(Lint, AConditionThatCanBeBothIsLeftAlone) {
    for (const std::string_view when :
         {"fever", "not fever", "vasopressors is unknown and vasopressors >= 1", "fever is unknown",
          "oxygen_support is unknown and oxygen_support <= low_flow", "fever_duration <= 24 h",
          "not fever_duration >= 0 h", "child is unknown or infant", "product = teclistamab"}) {
        EXPECT_EQ(lint_of(with_page(note_when(when))), "") << when;
    }
}

std::string advice(std::string_view id, std::string_view action, std::string_view item, std::string_view when) {
    return statement(id, "rule",
                     "action = \"" + std::string(action) + "\"\nitem = \"" + std::string(item) +
                         "\"\ntext = \"T.\"\nwhen = \"" + std::string(when) + "\"");
}

TEST(Lint, GivenAndAvoidedAtOnceIsFoundWithAnExample) {
    const std::string give = advice("TEST.give", "give", "tocilizumab", "crs_grade >= 2");
    EXPECT_EQ(lint_of(with_page(give + advice("TEST.avoid", "avoid", "tocilizumab", "icans_grade >= 2"))),
              "sample/a.md:1: TEST.give: tocilizumab is offered here and avoided by TEST.avoid at once when "
              "crs_grade = 2, icans_grade = 2; exclude one with 'unless'");
    EXPECT_EQ(lint_of(with_page(give + advice("TEST.avoid", "avoid", "tocilizumab", "crs_grade <= 2"))),
              "sample/a.md:1: TEST.give: tocilizumab is offered here and avoided by TEST.avoid at once when "
              "crs_grade = 2; exclude one with 'unless'");
    EXPECT_EQ(lint_of(with_page(give + advice("TEST.avoid", "avoid", "tocilizumab", "crs_grade <= 1"))), "");
    EXPECT_EQ(lint_of(with_page(give + advice("TEST.avoid", "avoid", "dexamethasone", "crs_grade <= 2"))), "");
}

TEST(Lint, AnAvoidConcernsTheOrdersItStopsToo) {
    const std::string page = advice("TEST.give", "consider", "sargramostim", "neutropenia") +
                             statement("TEST.avoid", "rule",
                                       "action = \"avoid\"\nitem = \"gm_csf\"\norders = [\"sargramostim\"]\n"
                                       "text = \"T.\"\nwhen = \"episode_open\"");
    EXPECT_EQ(lint_of(with_page(page)),
              "sample/a.md:1: TEST.give: sargramostim is offered here and avoided by TEST.avoid at once when "
              "neutropenia, episode_open; exclude one with 'unless'");
}

TEST(Lint, AnotherLayerMayContradict) {
    Files files = with_page(advice("TEST.give", "give", "tocilizumab", "fever"));
    files["product/pack.toml"] = files["sample/pack.toml"];
    std::string& toml = files["product/pack.toml"];
    toml.replace(toml.find("sample"), 6, "product");
    toml.replace(toml.find("management"), 10, "product");
    toml += "product = \"teclistamab\"\n";
    files["product/a.md"] = advice("PRODUCT.avoid", "avoid", "tocilizumab", "fever");
    EXPECT_EQ(lint_of(files), "");
}

TEST(Lint, TooManyCombinationsAreAProblemAndNoGuess) {
    // Every one of the values must be tried, because the last comparison alone decides.
    std::string when = "fever";
    for (const std::string_view finding :
         {"vasopressors", "ice_score", "capd", "hlh_organs", "fluid_boluses", "tocilizumab_doses", "crs_grade"}) {
        for (int i = 1; i <= 9; ++i) when += " and not " + std::string(finding) + " = " + std::to_string(i);
    }
    const auto condition = pack::read_condition(when + " and treat_as >= 1 and treat_as <= 0", sample::formulary());
    EXPECT_EQ(pack::find_present({condition.condition}, sample::formulary(), 1000).outcome,
              pack::SearchResult::Outcome::undecided);
}

constexpr std::string_view grade_rule = "grade = 3\nscale = \"crs\"\nwhen = \"vasopressors >= 1\"\nlocked = true";

TEST(Lint, AGradeIsLockedAndStandsInAGradingPack) {
    const std::string unlocked = "grade = 3\nscale = \"crs\"\nwhen = \"fever\"";
    EXPECT_EQ(lint_of(with_page(statement("TEST.G3.x", "rule", unlocked), "grading")),
              "sample/a.md:1: TEST.G3.x: a grade is a definition; add locked = true");
    EXPECT_EQ(lint_of(with_page(statement("TEST.G3.x", "rule", grade_rule))),
              "sample/a.md:1: TEST.G3.x: a grade may only be defined in a pack of the layer grading");
    EXPECT_EQ(lint_of(with_page(statement("TEST.G3.x", "rule", grade_rule), "grading")), "");
}

TEST(Lint, AScaleForComparisonHasASentenceForEveryAnswer) {
    const std::string grade =
        statement("TEST.G3.x", "rule", "grade = 3\nscale = \"penn\"\nwhen = \"vasopressors >= 1\"\nlocked = true");
    const auto sentence = [](const std::string& answer) {
        return statement("TEST." + answer + ".x", "rule",
                         "differs = \"A sentence.\"\nscale = \"penn\"\nanswer = \"" + answer + "\"");
    };
    const std::string three = grade + sentence("same") + sentence("lower") + sentence("higher");
    EXPECT_EQ(lint_of(with_page(three, "comparison")),
              "sample/a.md:1: TEST.G3.x: its scale has no sentence for an answer that is 'open'; add one with "
              "'differs' and without 'when'");
    EXPECT_EQ(lint_of(with_page(three + sentence("open"), "comparison")), "");
    EXPECT_EQ(lint_of(with_page(three + sentence("open"), "grading")),
              "sample/a.md:1: TEST.G3.x: a grade may only be defined in a pack of the layer comparison");
}

TEST(Lint, TheVocabularyListsEveryFindingAsItIs) {
    Files files = sample::complete();
    const auto changed = [&](const std::string& from, const std::string& to) {
        Files copy = files;
        std::string& text = copy["VOCABULARY.md"];
        text.replace(text.find(from), from.size(), to);
        return lint_of(copy);
    };
    EXPECT_EQ(changed("- `fever` (truth) — a meaning.\n", ""),
              "VOCABULARY.md:1: the finding 'fever' is not listed; add '- `fever` (truth) — …'");
    EXPECT_EQ(changed("`fever` (truth)", "`fever` (count)"),
              "VOCABULARY.md:2: 'fever' is a (truth), and is listed as (count)");
    EXPECT_EQ(
        changed("none low_flow high_flow positive", "low_flow none high_flow positive"),
        "VOCABULARY.md:7: 'oxygen_support' is a (level: none low_flow high_flow positive_pressure), and is listed "
        "as (level: low_flow none high_flow positive_pressure)");
    EXPECT_EQ(changed("(level: none low_flow", "(level: `none`, `low_flow`,"), "");
    EXPECT_EQ(changed("- `fever` ", "- `fevr` (truth) — x\n- `fever` "),
              "VOCABULARY.md:2: 'fevr' is no finding; did you mean 'fever'?");
    EXPECT_EQ(changed("- `fever` ", "- `fever` (truth) — x\n- `fever` "), "VOCABULARY.md:3: 'fever' is listed twice");
    EXPECT_EQ(changed("`fever` (truth) — a meaning.", "`fever` (truth)"),
              "VOCABULARY.md:2: 'fever' has no meaning; write it after ' — '");
    files.erase("VOCABULARY.md");
    EXPECT_EQ(lint_of(files), "VOCABULARY.md:1: this file is missing; it explains every finding");
}

TEST(Lint, AGradeRuleNeedsCasesOnBothSidesAndOneThatIsOpen) {
    const Files files = with_page(statement("TEST.G3.x", "rule", grade_rule), "grading");
    const std::string at = "Title.\n\nat d2 12:00\n";
    const std::string begin = "sample/a.md:1: TEST.G3.x: ";
    const std::string no_hold = begin + "no case expects it; add one with 'because TEST.G3.x'";
    const std::string no_beside = begin + "no case stands just beside it; add one with 'not TEST.G3.x'";
    const std::string no_open =
        begin + "no case has its value missing; add one whose range begins below grade 3 and reaches it";
    const std::string holds = at + "  crs 3\n  because  TEST.G3.x   # why\n";
    const std::string beside = at + "  crs 2\n  not TEST.G3.x\n";
    const std::string open = at + "  crs 2..4\n";
    EXPECT_EQ(lint_of(files, {{"a.case", holds}, {"b.case", beside}, {"c.case", open}}), "");
    EXPECT_EQ(lint_of(files, {{"a.case", holds}, {"b.case", beside}}), no_open);
    EXPECT_EQ(lint_of(files, {{"a.case", holds}, {"c.case", open}}), no_beside);
    EXPECT_EQ(lint_of(files, {{"b.case", beside}, {"c.case", open}}), no_hold);
    EXPECT_EQ(lint_of(files, {{"b.case", at + "  crs 3\n"}}), no_hold + "\n" + no_beside + "\n" + no_open);
    const std::string two_moments = holds + "at d3 12:00\n  crs 2\n";
    EXPECT_EQ(lint_of(files, {{"a.case", two_moments}, {"c.case", open}}), "");
    EXPECT_EQ(lint_of(files, {{"a.case", holds}, {"b.case", beside}, {"c.case", at + "  crs 3..4\n"}}), no_open);
    EXPECT_EQ(lint_of(files, {{"a.case", holds}, {"b.case", beside}, {"c.case", at + "  icans 2..4\n"}}), no_open);
}

TEST(Lint, ACaseNamesOnlyStatementsThatExist) {
    EXPECT_EQ(lint_of(sample::complete(), {{"a.case", "Title.\nat d2 12:00\n  because SET.drug\n"}}),
              "a.case:3: 'SET.drug' is no statement; did you mean 'SET.drugs'?");
    EXPECT_EQ(lint_of(sample::complete(), {{"a.case", "Title.\nproves SET.drugs SET.drug\nat d2 12:00\n"}}),
              "a.case:2: 'SET.drug' is no statement; did you mean 'SET.drugs'?");
}

}  // namespace
}  // namespace stormkeel
