// The page as Markdown: the same words, laid out by lists, and nothing of a record taken for markup.
#include <gtest/gtest.h>

#include "adapters/assessment_text_page.h"

namespace stormkeel {
namespace {

TEST(Markdown, LeadsBecomeParagraphsAndLists) {
    Page page(PageStyle{Colour::terminal, {}, Markup::markdown});
    page.paragraph("", "p1, 2026-03-03 10:00 UTC");
    page.blank_line();
    page.paragraph("Next: ", "Give it.", Look::urgent);
    page.paragraph("      ", "8 mg/kg × 80 kg");
    page.paragraph("      ", "MGMT.G2", Look::faint);
    page.blank_line();
    page.paragraph("", "Why", Look::heading);
    page.paragraph("  - ", "oxygen");
    page.paragraph("      ", "line 4", Look::faint);
    page.paragraph("  - ", "fever");
    page.paragraph("  ", "episode 1");
    EXPECT_EQ(page.text(),
              "p1, 2026-03-03 10:00 UTC\n\n**Next: Give it.**\n\n- 8 mg/kg × 80 kg\n- MGMT.G2\n\n**Why**\n\n- oxygen\n"
              "  - line 4\n- fever\n\nepisode 1\n");
}

TEST(Markdown, NothingOfARecordIsMarkup) {
    EXPECT_EQ(markdown_escaped("<b>_a_b*</b> [x](http://y.z) `c` | # ~ & \\ !"),
              R"(\<b\>\_a_b\*\</b\> \[x\](http\://y.z) \`c\` \| \# \~ \& \\ \!)");
    EXPECT_EQ(markdown_escaped("www.example.org a@b"), R"(www\.example.org a\@b)");
    EXPECT_EQ(markdown_escaped("12. x"), R"(12\. x)");
    EXPECT_EQ(markdown_escaped("- x"), R"(\- x)");
    EXPECT_EQ(markdown_escaped("38.6 °C"), "38.6 °C") << "a figure stays as it is";
    EXPECT_EQ(markdown_escaped(""), "");
}

}  // namespace
}  // namespace stormkeel
