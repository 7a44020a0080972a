// The paragraphs and lists of a page as GitHub's Markdown, with nothing of the record taken for markup.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stormkeel {

// The text with a backslash before whatever Markdown or HTML would take for markup, a bare address included: a name
// from a record stays a name.
std::string markdown_escaped(std::string_view text);

enum class Weight : std::uint8_t { plain, strong };

class MarkdownLines {
public:
    // `lead` as for Page::paragraph(): "  - " an item of a list, more than two blanks an item below the line before,
    // anything else a paragraph that begins with the lead's own words.
    void put(std::string_view lead, std::string_view text, Weight weight);

    const std::string& text() const { return text_; }

private:
    enum class Last : std::uint8_t { paragraph, item, detail_of_paragraph };

    std::string text_;
    Last last_ = Last::paragraph;  // what the list that is open hangs on
};

}  // namespace stormkeel
