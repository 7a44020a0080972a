// The README shows what the program really says: its example is executed and compared.
#include <gtest/gtest.h>

#include <regex>

#include "cli/program.h"

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
