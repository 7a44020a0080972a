// The packs as text: the list, one statement, and the answer to a wrong id.
#include <gtest/gtest.h>

#include "guideline/nearest.h"
#include "guideline/sample_packs.h"
#include "guideline/show.h"

namespace stormkeel {
namespace {

const std::string shown_page =
    "### TEST.G3.vasopressor · One vasopressor\n\n"
    "> Hypotension that needs one vasopressor, with or without vasopressin, is grade 3 — at any dose.\n"
    "> — ASTCT 2019, Table 2, column grade 3 · seed S34 · verified\n\n"
    "```rule\ngrade  = 3\nscale  = \"crs\"\n"
    "when   = \"crs_active and (vasopressors >= 1 or vasopressin) and not hypotension_attributed\"\n"
    "locked = true\n```\n"
    "### TEST.other · Another\n\n> S.\n> — Source · unverified\n\n```text\n```\n";

TEST(Show, AStatementInEightyColumns) {
    const Guideline guideline = sample::read(sample::with_page(shown_page, "grading"));
    EXPECT_EQ(show_text(guideline, "TEST.G3.vasopressor").value_or(""),
              "TEST.G3.vasopressor · One vasopressor\n"
              "\n"
              "  Hypotension that needs one vasopressor, with or without vasopressin, is grade\n"
              "  3 — at any dose.\n"
              "\n"
              "  Source: ASTCT 2019, Table 2, column grade 3\n"
              "  Seed: S34\n"
              "  verified\n"
              "  A definition: no site changes it.\n"
              "\n"
              "  grade:\n"
              "    grade  = 3\n"
              "    scale  = \"crs\"\n"
              "    when = \"crs_active and (vasopressors >= 1 or vasopressin) and not\n"
              "        hypotension_attributed\"\n"
              "    locked = true\n"
              "\n"
              "  sample 1.2.3, sample/a.md:1\n");
}

TEST(Show, AnUnknownIdGetsTheNearest) {
    const Guideline guideline = sample::read(sample::with_page(shown_page, "grading"));
    EXPECT_FALSE(show_text(guideline, "TEST.G3.vasopresor"));
    EXPECT_EQ(unknown_statement_text(guideline, "TEST.G3.vasopresor"),
              "no statement is called 'TEST.G3.vasopresor'; did you mean 'TEST.G3.vasopressor'?");
    EXPECT_EQ(unknown_statement_text(guideline, "test.g3.vasopresor"),
              "no statement is called 'test.g3.vasopresor'; did you mean 'TEST.G3.vasopressor'?");
    EXPECT_EQ(unknown_statement_text(guideline, "quux"),
              "no statement is called 'quux'; 'stormkeel guideline list' names them all");
}

TEST(Show, WordsFindTheStatementsThatHoldThem) {
    const Guideline guideline = sample::read(sample::with_page(shown_page, "grading"));
    const std::string found = unknown_statement_text(guideline, "Grade 3");
    EXPECT_NE(found.find("these speak of it:\n  TEST.G3.vasopressor · "), std::string::npos) << found;
}

TEST(Show, TheListCountsWhatIsVerified) {
    const Guideline guideline = sample::read(sample::with_page(shown_page, "grading"));
    const std::string text = list_text(guideline);
    const std::size_t at = text.find("sample 1.2.3");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(text.substr(at, text.find("settings 1.2.3") - at),
              "sample 1.2.3 (grading)\n"
              "  A sample\n"
              "  in force from 2026-11-01; 2 statements, 1 verified, 1 unverified\n"
              "    TEST.G3.vasopressor · One vasopressor\n"
              "    TEST.other · Another\n"
              "\n");
    EXPECT_TRUE(text.ends_with("\n\n" + guideline.fingerprint + "\n"));
}

TEST(Show, TheNearestWordIsNotFarFetched) {
    const std::vector<std::string_view> words = {"vasopressin", "vasopressors", "fever"};
    EXPECT_EQ(pack::nearest("vasopresors", words), "vasopressors");
    EXPECT_EQ(pack::nearest("fevre", words), "fever");
    EXPECT_EQ(pack::nearest("oxygen", words), std::nullopt);
    EXPECT_EQ(pack::nearest("", words), std::nullopt);
    EXPECT_EQ(pack::did_you_mean("feverr", words), "; did you mean 'fever'?");
}

}  // namespace
}  // namespace stormkeel
