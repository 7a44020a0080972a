// The packs that are built into the program: they read, lint clean, and do so fast enough for a program's start.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/terminology.h"
#include "guideline/folder.h"
#include "guideline/lint.h"
#include "guideline/sample_packs.h"
#include "guideline/show.h"

namespace stormkeel {
namespace {

Formulary real_formulary() {
    std::vector<TextFile> files;
    for (const PackFile& file : built_in_packs()) files.push_back({file.path, file.text});
    const TerminologyReading reading = read_terminology(files);
    for (const std::string& problem : reading.problems) ADD_FAILURE() << problem;
    return reading.terminology.formulary();
}

TEST(BuiltInPacks, ReadWithoutAProblem) {
    const ReadGuideline read = read_guideline(built_in_packs(), real_formulary());
    EXPECT_EQ(sample::text_of(read.problems), "");
    ASSERT_TRUE(read.guideline);
    ASSERT_GE(read.guideline->packs.size(), 2U);
    EXPECT_EQ(read.guideline->packs[0].name, "astct-2019");
    EXPECT_EQ(read.guideline->packs[1].name, "management");
}

TEST(BuiltInPacks, LintClean) {
    const FolderFiles cases = read_folder(STORMKEEL_SOURCE_DIR "/tests/cases", {".case"});
    EXPECT_EQ(sample::text_of(cases.problems), "");
    EXPECT_EQ(sample::text_of(lint(built_in_packs(), real_formulary(), cases.files)), "");
}

TEST(BuiltInPacks, EveryStatementFitsThePage) {
    const ReadGuideline read = read_guideline(built_in_packs(), real_formulary());
    ASSERT_TRUE(read.guideline);
    for (const Statement& statement : read.guideline->statements) {
        std::size_t column = 0;
        for (const char c : show_text(*read.guideline, statement.id).value_or("")) {
            const bool begins_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            column = c == '\n' ? 0 : column + (begins_character ? 1U : 0U);
            EXPECT_LE(column, 80U) << statement.id;
        }
    }
}

// The goal is a few milliseconds of the 30 that a whole start may take; the limit leaves room for a busy machine.

}  // namespace
}  // namespace stormkeel
