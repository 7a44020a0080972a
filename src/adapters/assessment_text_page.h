// A page for people: plain text 80 columns wide, with colour where it is wanted, or GitHub's Markdown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/assessment_text_markdown.h"
#include "adapters/assessment_text_words.h"

namespace stormkeel {

// Colour is for a terminal only; in a pipe the page is plain text.
enum class Colour : std::uint8_t { none, terminal };

// Markdown is for readers that lay text out themselves, as a card in a hospital's own program.
enum class Markup : std::uint8_t { plain, markdown };

struct PageStyle {
    Colour colour = Colour::none;
    WallClock clock;
    Markup markup = Markup::plain;
};

// What a line is about; on a terminal each has its own look. Words carry the meaning, colour only repeats it.
enum class Look : std::uint8_t { plain, heading, urgent, warning, faint };

// How many columns a text takes on a terminal: characters, not bytes.
std::size_t columns_of(std::string_view utf8);

// The text with a '?' for each control character, so that a name from a file cannot steer the terminal.
std::string without_controls(std::string_view utf8);

class Page {
public:
    static constexpr std::size_t width = 80;

    explicit Page(PageStyle style) : style_(style) {}
    explicit Page(Colour colour) : style_{colour, {}, Markup::plain} {}

    void blank_line();
    // A paragraph that starts after `lead` ("  - ") and goes on below its text, without control
    // characters. A word longer than the line is cut across lines. In Markdown "  - " leads an item of a list, more
    // blanks lead what belongs to the line before, and nothing else a paragraph of its own.
    void paragraph(std::string_view lead, std::string_view text, Look look = Look::plain);

    const std::string& text() const { return style_.markup == Markup::markdown ? markdown_.text() : text_; }
    WallClock clock() const { return style_.clock; }  // by which whoever writes on the page tells times

private:
    void put_line(std::string_view line, Look look);

    PageStyle style_;
    std::string text_;
    MarkdownLines markdown_;
};

void put_title(Page& page, std::string_view title);  // of a part of the page, apart from the part before

}  // namespace stormkeel
