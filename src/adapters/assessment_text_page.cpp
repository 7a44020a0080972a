// Wraps text at 80 columns, counting characters as a terminal shows them.
#include "adapters/assessment_text_page.h"

#include <algorithm>
#include <vector>

#include "adapters/utf8.h"

namespace stormkeel {
namespace {

constexpr auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };

// One character as it stands in the text, and the columns it takes.
struct Character {
    std::string_view bytes;
    std::size_t columns = 1;
};

// Scripts whose characters fill two columns, and marks that stand above the one before.
std::size_t columns_of_point(std::uint32_t point) {
    if (point >= 0x300 && point <= 0x36F) return 0;
    const bool wide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
                      (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                      (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                      (point >= 0x1F300 && point <= 0x1FAFF);
    return wide ? 2 : 1;
}

// Where the character after the one at `at` starts.
std::size_t after(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && continues_character(text[at])) ++at;
    return at;
}

Character character_at(std::string_view text, std::size_t at) {
    const std::string_view bytes = text.substr(at, after(text, at) - at);
    const auto first = static_cast<unsigned char>(bytes[0]);
    std::uint32_t point = first;
    if (bytes.size() == 2) point = first & 0x1FU;
    if (bytes.size() == 3) point = first & 0x0FU;
    if (bytes.size() == 4) point = first & 0x07U;
    for (std::size_t i = 1; i < bytes.size(); ++i) point = point << 6U | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    return control ? Character{"?", 1} : Character{bytes, columns_of_point(point)};
}

std::vector<std::string_view> words_of_text(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = text.find_first_not_of(" \n", at);
        if (start == std::string_view::npos) break;
        at = std::min(text.find_first_of(" \n", start), text.size());
        words.push_back(text.substr(start, at - start));
    }
    return words;
}

std::string_view escape_of(Look look) {
    switch (look) {
        case Look::plain:
            return "";
        case Look::heading:
            return "\x1b[1m";
        case Look::urgent:
            return "\x1b[1;31m";
        case Look::warning:
            return "\x1b[33m";
        case Look::faint:
            return "\x1b[2m";
    }
    return "";
}

}  // namespace

std::size_t columns_of(std::string_view utf8) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < utf8.size(); at = after(utf8, at)) columns += character_at(utf8, at).columns;
    return columns;
}

std::string without_controls(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const auto* const next = std::find_if_not(utf8.begin() + at, utf8.end(), is_plain);
        const auto run = static_cast<std::size_t>(next - utf8.begin()) - at;
        text.append(utf8.substr(at, run));
        at += run;
        if (at == utf8.size()) break;
        text += character_at(utf8, at).bytes;
        at = after(utf8, at);
    }
    return text;
}

void Page::blank_line() { text_ += '\n'; }

void Page::put_line(std::string_view line, Look look) {
    const std::string_view escape = style_.colour == Colour::terminal ? escape_of(look) : "";
    text_ += escape;
    text_ += line;
    if (!escape.empty()) text_ += "\x1b[0m";
    text_ += '\n';
}

void Page::paragraph(std::string_view lead, std::string_view text, Look look) {
    if (style_.markup == Markup::markdown) {
        const bool strong = look == Look::heading || look == Look::urgent;
        const Weight weight = strong ? Weight::strong : Weight::plain;
        // Nearly all that is said is plain.
        const bool plain = std::all_of(text.begin(), text.end(), is_plain);
        return plain ? markdown_.put(lead, text, weight) : markdown_.put(lead, without_controls(text), weight);
    }
    const std::size_t indent = columns_of(lead);
    std::string line(lead);
    std::size_t column = indent;
    const auto next_line = [&] {
        put_line(line, look);
        line.assign(indent, ' ');
        column = indent;
    };
    for (const std::string_view word : words_of_text(text)) {
        const std::size_t needed = columns_of(word);
        if (column > indent && column + 1 + needed > width) next_line();
        if (column > indent) {
            line += ' ';
            ++column;
        }
        for (std::size_t at = 0; at < word.size(); at = after(word, at)) {
            const Character one = character_at(word, at);
            if (column + one.columns > width) next_line();
            line += one.bytes;
            column += one.columns;
        }
    }
    put_line(line, look);
}

void put_title(Page& page, std::string_view title) {
    page.blank_line();
    page.paragraph("", title, Look::heading);
}

}  // namespace stormkeel
