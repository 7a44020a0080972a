// The guideline commands and explain: every statement can be read where the answer names it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

TEST(GuidelineCommand, ListNamesThePacks) {
    const Outcome list = run({"guideline", "list"});
    EXPECT_EQ(list.status, 0) << list.error;
    EXPECT_NE(list.out.find("astct-2019"), std::string::npos);
    EXPECT_NE(list.out.find("management"), std::string::npos);
}

TEST(GuidelineCommand, ShowGivesSentenceSourceAndRule) {
    const Outcome shown = run({"guideline", "show", "ASTCT.G3.vasopressor"});
    EXPECT_EQ(shown.status, 0) << shown.error;
    EXPECT_NE(shown.out.find("ASTCT 2019, Table 2"), std::string::npos) << shown.out;
    EXPECT_NE(shown.out.find("grade"), std::string::npos) << shown.out;
}

TEST(GuidelineCommand, AnUnknownStatementIsAWrongCallWithTheNearest) {
    const Outcome shown = run({"guideline", "show", "ASTCT.G3.vasopresor"});
    EXPECT_EQ(shown.status, 2);
    EXPECT_NE(shown.error.find("did you mean 'ASTCT.G3.vasopressor'?"), std::string::npos) << shown.error;
}

TEST(GuidelineCommand, EveryStatementAnAnswerNamesCanBeShown) {
    const Outcome answer = run({"assess", "examples/ex02-brexucel-grade3.csv", "--format", "json"});
    const auto json = nlohmann::ordered_json::parse(answer.out);
    for (const auto& advice : json["recommendations"]) {
        const std::string id = advice["statement"];
        EXPECT_EQ(run({"guideline", "show", id}).status, 0) << id;
    }
}

TEST(GuidelineCommand, TraceLeadsFromTheTextsToPacksAndCases) {
    const Outcome text = run({"guideline", "trace"});
    EXPECT_EQ(text.status, 0) << text.error;
    EXPECT_NE(text.out.find("98 of 98 statements of the two texts are traced"), std::string::npos) << text.out;
    const Outcome traced = run({"guideline", "trace", "--format", "json"});
    const auto json = nlohmann::ordered_json::parse(traced.out);
    EXPECT_EQ(json["seeds"].size(), 98U);
    EXPECT_EQ(json["seeds"][33]["number"], "S34");
    EXPECT_EQ(json["seeds"][33]["status"], "encoded");
    EXPECT_EQ(json["problems"].size(), 0U);
}

TEST(GuidelineCommand, TraceOfADraftThatAnswersNothingEndsWith1) {
    const Outcome traced = run({"guideline", "trace", "--guidelines", "tests/fuzz/corpus/fuzz_pack"});
    EXPECT_EQ(traced.status, 1);
    EXPECT_NE(traced.error.find("seeds.toml:1: this file is missing"), std::string::npos) << traced.error;
}

TEST(GuidelineCommand, AFolderOfPacksAnswersLikeTheOneBuiltIn) {
    const std::vector<std::string> words{"assess", "examples/ex01-axicel-grade2.csv", "--format", "json"};
    std::vector<std::string> from_folder = words;
    from_folder.insert(from_folder.end(), {"--guidelines", "guidelines"});
    EXPECT_EQ(run(words).out, run(from_folder).out);
}

TEST(GuidelineCommand, AFolderWithoutPacksIsAWrongCall) {
    EXPECT_EQ(run({"guideline", "list", "--guidelines", "no-such-folder"}).status, 2);
    EXPECT_EQ(run({"guideline", "lint", "no-such-folder"}).status, 2);
}

TEST(GuidelineCommand, DiffTellsWhatASiteChanges) {
    const Outcome diff = run({"guideline", "diff", "built-in", "site:example"});
    EXPECT_EQ(diff.status, 0) << diff.error;
    for (const char* words :
         {"From built-in to site:example\n", "Added\n  EXAMPLE.telemetry · ", "    weight_age: 7 d → 3 d\n",
          "    every: 12 h → 6 h\n", "silenced by site example from 2026-01-15 on",
          "replaced by EXAMPLE.telemetry by site example", "Statements added: 1, removed: 0, changed: "}) {
        EXPECT_NE(diff.out.find(words), std::string::npos) << words << " is missing in\n" << diff.out;
    }
    // The site's later settings are not in force yet on this day.
    const Outcome early = run({"guideline", "diff", "built-in@2026-01-20", "site:example@2026-01-20"});
    EXPECT_EQ(early.status, 0) << early.error;
    EXPECT_EQ(early.out.find("MGMT.G2.corticosteroid"), std::string::npos) << early.out;
    EXPECT_NE(early.out.find("weight_age: 7 d → 3 d"), std::string::npos) << early.out;
}

TEST(GuidelineCommand, DiffOfAFolderWithItselfSaysNothing) {
    const Outcome diff = run({"guideline", "diff", "guidelines", "built-in"});
    EXPECT_EQ(diff.status, 0) << diff.error;
    EXPECT_EQ(diff.out, "From guidelines to built-in\n\nStatements added: 0, removed: 0, changed: 0\n");
    EXPECT_EQ(run({"guideline", "diff", "built-in", "site:exampel"}).status, 2);
}

TEST(GuidelineCommand, DiffReadsThePacksOfAnEarlierReleaseThatAreNotComplete) {
    // A folder that sets nothing but one parameter, as no program answers with it.
    const std::string page = file_with("old.md",
                                       "### ASTCT.hypotension · Hypotension of an adult, systolic\n\n> Old words.\n"
                                       "> — A source · verified\n\n```rule\nparameter = \"systolic_limit_adult\"\n"
                                       "value = \"95 mm[Hg]\"\n```\n");
    const std::string folder = page.substr(0, page.rfind('/')) + "/old-release";
    const Outcome made =
        run_shell("mkdir -p '" + folder + "/astct-2019' && cp '" + page + "' '" + folder +
                  "/astct-2019/old.md' && printf '%s\\n' 'name = \"astct-2019\"' 'version = \"0.9.0\"' "
                  "'layer = \"grading\"' 'title = \"T\"' 'in_force_from = \"2025-11-01\"' 'files = "
                  "[\"old.md\"]' > '" +
                  folder + "/astct-2019/pack.toml'");
    ASSERT_EQ(made.status, 0) << made.error;
    const Outcome diff = run({"guideline", "diff", folder, "built-in"});
    EXPECT_EQ(diff.status, 0) << diff.error;
    EXPECT_NE(diff.out.find("    systolic_limit_adult: 95 mm[Hg] → 90 mm[Hg]\n"), std::string::npos) << diff.out;
    EXPECT_NE(diff.error.find("compared as far as it can be read"), std::string::npos) << diff.error;
    EXPECT_EQ(run({"guideline", "list", "--guidelines", folder}).status, 2);
}

TEST(Explain, NamesTheStatementItsSourceAndWhatWouldChangeIt) {
    const Outcome page =
        run({"explain", "-"}, chart_with("p1,2026-03-03T11:00:00Z,rate:norepinephrine,0.05,ug/kg/min\n"));
    EXPECT_EQ(page.status, 0) << page.error;
    for (const char* words :
         {"Why CRS grade 3 (ASTCT 2019)", "[ASTCT.G3.vasopressor]", "ASTCT 2019, Table 2", "verified",
          "What would change it", "CRS grade 4: ", "CRS grade 1: with no vasopressor", "Without any new fact"}) {
        EXPECT_NE(page.out.find(words), std::string::npos) << words << " is missing in\n" << page.out;
    }
}

}  // namespace
}  // namespace stormkeel::cli_test
