// Statements: what is taken from the page, and how a page that lacks a part is refused.
#include <gtest/gtest.h>

#include "guideline/sample_packs.h"
#include "guideline/statement.h"

namespace stormkeel {
namespace {

constexpr std::string_view written_page = R"(# A pack

Prose for the reader, with code that is none of ours:

```cpp
### NOT.a_statement · It stands in a fence
```

### TEST.G3.one · One vasopressor

> Hypotension that needs one vasopressor,
> with or without vasopressin, is grade 3.
> — ASTCT 2019, Table 2 · seed S34, S75 · verified

```rule
grade = 3
scale = "crs"
when  = "vasopressors >= 1"
locked = true
```

More prose.

> A quote that is only prose.

## A heading of prose

### TEST.judgement · What only a person knows

> Ask first.
> — Stormkeel default · unverified

```text
note = "Background."
```
)";

std::string problems_of_page(std::string_view text) {
    std::vector<PackProblem> problems;
    pack::read_statements("a.md", text, problems);
    return sample::text_of(problems);
}

TEST(Statements, EveryPartIsTakenFromThePage) {
    std::vector<PackProblem> problems;
    const auto found = pack::read_statements("crs.md", written_page, problems);
    EXPECT_EQ(sample::text_of(problems), "");
    ASSERT_EQ(found.size(), 2U);
    const Statement& first = found[0].statement;
    EXPECT_EQ(first.id, "TEST.G3.one");
    EXPECT_EQ(first.title, "One vasopressor");
    EXPECT_EQ(first.sentence, "Hypotension that needs one vasopressor, with or without vasopressin, is grade 3.");
    EXPECT_EQ(first.source, "ASTCT 2019, Table 2");
    EXPECT_EQ(first.seed, "S34, S75");
    EXPECT_EQ(first.verification, Verification::verified);
    EXPECT_EQ(first.file, "crs.md");
    EXPECT_EQ(first.line, 9);
    EXPECT_EQ(first.rule, "grade = 3\nscale = \"crs\"\nwhen  = \"vasopressors >= 1\"\nlocked = true\n");
    EXPECT_EQ(found[0].block, "rule");
    EXPECT_EQ(found[0].block_line, 16);
    EXPECT_EQ(found[1].statement.seed, "");
    EXPECT_EQ(found[1].statement.verification, Verification::unverified);
    EXPECT_EQ(found[1].block, "text");
}

TEST(Statements, AMissingPartIsNamedAtItsLine) {
    EXPECT_EQ(problems_of_page("### TEST.a · A\n\n> S.\n> — Source · verified\n"),
              "a.md:1: TEST.a has no block; add one of rule, judgement, not-encoded or text");
    EXPECT_EQ(problems_of_page("### TEST.a · A\n\n```text\n```\n"),
              "a.md:1: TEST.a has no sentence; write it as a quote below the heading");
    EXPECT_EQ(problems_of_page("### TEST.a · A\n\n> S.\n\n```text\n```\n"),
              "a.md:3: the quote has no line of provenance; end it with '> — SOURCE · seed S34 · verified'");
    EXPECT_EQ(problems_of_page("### TEST.a · A\n\n> S.\n> — Source · veryfied\n\n```text\n```\n"),
              "a.md:4: the provenance ends with 'veryfied'; it must end with ' · verified' or ' · unverified'");
    EXPECT_EQ(problems_of_page("### TEST.a · A\n\n> S.\n> — seed S3 · verified\n\n```text\n```\n"),
              "a.md:4: the provenance names no source before 'verified'");
}

TEST(Statements, AWrongHeadingIsRefused) {
    const std::string rest = "\n\n> S.\n> — Source · verified\n\n```text\n```\n";
    EXPECT_EQ(problems_of_page("### test.a · A" + rest),
              "a.md:1: 'test.a' is no statement id; write it like 'ASTCT.G3.vasopressor'");
    EXPECT_EQ(problems_of_page("### TEST.a" + rest), "a.md:1: this heading has no title; write '### TEST.a · Title'");
    EXPECT_EQ(problems_of_page("### TEST.a-b · A" + rest),
              "a.md:1: 'TEST.a-b' is no statement id; write it like 'ASTCT.G3.vasopressor'");
}

TEST(Statements, ABlockThatWouldBeSilentIsRefused) {
    const std::string head = "### TEST.a · A\n\n> S.\n> — Source · verified\n\n";
    EXPECT_EQ(problems_of_page(head + "```rul\n```\n"),
              "a.md:6: 'rul' is no kind of block; did you mean 'rule'?\n"
              "a.md:1: TEST.a has no block; add one of rule, judgement, not-encoded or text");
    EXPECT_EQ(problems_of_page("```rule\ngrade = 3\n```\n"),
              "a.md:1: this block belongs to no statement; a heading '### ID · Title' must stand above it");
    EXPECT_EQ(problems_of_page(head + "```text\n```\n\n```text\n```\n"),
              "a.md:9: TEST.a has a second block; a statement has exactly one");
    EXPECT_EQ(problems_of_page(head + "```text\n"), "a.md:6: this block is never closed; end it with a line ```");
}

TEST(Statements, IdsHaveOneShape) {
    for (const std::string_view id : {"ASTCT.fever", "ASTCT.G3.vasopressor", "MGMT.toci.ask.weight", "A.1"}) {
        EXPECT_TRUE(pack::is_statement_id(id)) << id;
    }
    for (const std::string_view id :
         {"ASTCT", "astct.fever", "ASTCT.", "ASTCT..fever", "A_B.c", "ASTCT.fe ver", "", "1A.b"}) {
        EXPECT_FALSE(pack::is_statement_id(id)) << id;
    }
}

}  // namespace
}  // namespace stormkeel
