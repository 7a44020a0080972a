// Writes Markdown by the leads that the plain page is laid out with, so that both say the same.
#include "adapters/assessment_text_markdown.h"

#include <array>
#include <cctype>

namespace stormkeel {
namespace {

constexpr std::string_view markup = "\\`*_{}[]<>#|~!&@$";
constexpr std::string_view in_addresses = ":.";

// Whether a byte has to be looked at.
constexpr auto may_mark = [] {
    std::array<bool, 256> table{};
    for (const std::string_view all : {markup, in_addresses}) {
        for (const char c : all) table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

// Where GitHub makes a link of bare words: "https://…", "www.…".
bool begins_address(std::string_view text, std::size_t at) {
    if (text[at] == ':') return text.substr(at, 3) == "://";
    return text[at] == '.' && at >= 3 && (text.substr(at - 3, 3) == "www" || text.substr(at - 3, 3) == "WWW");
}

// "2. Dose", "- dose", "+ dose" at the start of a paragraph would be a list.
bool starts_list(std::string_view text) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == std::string_view::npos) return false;
    if (digits == 0) return text.front() == '-' || text.front() == '+' || text.front() == '=';
    return (text[digits] == '.' || text[digits] == ')') && text.substr(digits + 1, 1) == " ";
}

bool is_ascii_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// An underscore inside a word marks nothing, and the names of statements stay what they are.
bool is_inside_word(std::string_view text, std::size_t at) {
    return text[at] == '_' && at > 0 && at + 1 < text.size() && is_ascii_letter_or_digit(text[at - 1]) &&
           is_ascii_letter_or_digit(text[at + 1]);
}

void append_escaped(std::string& escaped, std::string_view text) {
    const std::size_t list_mark = starts_list(text) ? text.find_first_not_of("0123456789") : std::string_view::npos;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!may_mark[static_cast<unsigned char>(text[at])] && at != list_mark) continue;
        const bool marks = markup.find(text[at]) != std::string_view::npos && !is_inside_word(text, at);
        if (!marks && at != list_mark && !begins_address(text, at)) continue;
        escaped.append(text.substr(copied, at - copied)).append(1, '\\');
        copied = at;
    }
    escaped.append(text.substr(copied));
}

}  // namespace

std::string markdown_escaped(std::string_view text) {
    std::string escaped;
    append_escaped(escaped, text);
    return escaped;
}

void MarkdownLines::put(std::string_view lead, std::string_view text, Weight weight) {
    const std::size_t words = lead.find_first_not_of(' ');
    const bool item = words != std::string_view::npos && lead.substr(words) == "- ";
    const bool below = words == std::string_view::npos && lead.size() > 2;
    const std::string_view mark = weight == Weight::strong ? "**" : "";
    const auto put_words = [&] {
        text_ += mark;
        if (words != std::string_view::npos && !item) append_escaped(text_, lead.substr(words));
        append_escaped(text_, text);
        text_.append(mark).append(1, '\n');
    };
    if (!item && !below) {
        if (!text_.empty()) text_ += '\n';
        put_words();
        last_ = Last::paragraph;
        return;
    }
    if (last_ == Last::paragraph) text_ += '\n';
    text_ += below && last_ == Last::item ? "  - " : "- ";
    put_words();
    if (item) last_ = Last::item;
    if (below && last_ == Last::paragraph) last_ = Last::detail_of_paragraph;
}

}  // namespace stormkeel
