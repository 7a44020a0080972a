// The README shows what the program really says: its example is executed and compared.
#include <gtest/gtest.h>

#include <regex>

#include "cli/program.h"
#include "core/vocabulary.h"

namespace stormkeel::cli_test {
namespace {

// The fenced block that follows a marker line, without its fences.
std::string block_after(const std::string& text, const std::string& marker) {
    const std::size_t at = text.find(marker);
    EXPECT_NE(at, std::string::npos) << marker;
    if (at == std::string::npos) return "";
    const std::size_t start = text.find('\n', text.find("```", at)) + 1;
    return text.substr(start, text.find("```", start) - start);
}

TEST(Readme, TheExamplesOutputIsWhatTheProgramSays) {
    const std::string readme = text_of("README.md");
    const std::string command = block_after(readme, "<!-- executed: command -->");
    const std::string shown = block_after(readme, "<!-- executed: output -->");
    ASSERT_TRUE(command.starts_with("build/stormkeel ")) << command;
    const Outcome answer = run_shell(std::regex_replace(command, std::regex("^build/stormkeel"), "\"$$STORMKEEL\""));
    EXPECT_EQ(answer.status, 0) << answer.error;
    EXPECT_EQ(answer.out, shown);
}

// docs/chart.md is where a person looks up how an item is written.
TEST(ChartPage, NamesEveryItemAndEveryWord) {
    const std::string page = text_of("docs/chart.md");
    const auto holds = [&](std::string_view word) {
        return page.find("`" + std::string(word) + "`") != std::string::npos;
    };
    for (std::size_t place = 0; place < item_count; ++place) {
        const Item item = static_cast<Item>(place);
        if (kind_of(item) == ItemKind::drug) {
            EXPECT_TRUE(holds(std::string(name_of(item)) + ":DRUG")) << name_of(item);
            continue;
        }
        EXPECT_TRUE(holds(name_of(item))) << name_of(item);
        for (const std::string_view word : words_of(item)) EXPECT_TRUE(holds(word)) << name_of(item) << " " << word;
    }
}

TEST(ChartPage, ItsChartIsTaken) {
    const std::string chart = block_after(text_of("docs/chart.md"), "Rows stand in any order");
    const Outcome answer = run({"assess", "-", "--brief"}, chart);
    EXPECT_EQ(answer.error, "");
    EXPECT_TRUE(answer.out.starts_with("p1  CRS 2")) << answer.out;
}

TEST(Readme, EveryLinkLeadsToAFile) {
    for (const char* page : {"README.md", "ARCHITECTURE.md"}) {
        const std::string text = text_of(page);
        static const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
        for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it)
            EXPECT_NE(text_of((*it)[1].str() == "docs/decisions/" ? "docs/decisions/0001-the-course-is-a-fold.md"
                                                                  : (*it)[1].str()),
                      "")
                << page << " links to " << (*it)[1];
    }
}

TEST(Readme, NamesTheCommandThatTests) { EXPECT_NE(text_of("README.md").find("\n./dev test\n"), std::string::npos); }

TEST(ManualPage, NamesEveryOptionOfTheProgram) {
    std::string page = text_of("docs/man/stormkeel.1");
    page = std::regex_replace(page, std::regex(R"(\\-)"), "-");
    for (const char* command : {"assess", "timeline", "explain", "order"}) {
        const Outcome help = run({command, "--help"});
        static const std::regex option(R"(--[a-z]+)");
        for (std::sregex_iterator it(help.out.begin(), help.out.end(), option), end; it != end; ++it)
            EXPECT_NE(page.find(it->str()), std::string::npos) << it->str();
    }
}

}  // namespace
}  // namespace stormkeel::cli_test
