// Breaks text into lines.
#include "guideline/wrap.h"

#include <algorithm>

#include "guideline/words.h"

namespace stormkeel::pack {

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string wrapped(std::string_view text, std::string_view indent, std::string_view further) {
    std::string lines;
    std::string line(indent);
    bool is_empty = true;
    for (const std::string_view word : split(text, " ")) {
        if (word.empty()) continue;
        if (!is_empty && columns(line) + 1 + columns(word) > page_width) {
            lines += line + "\n";
            line = std::string(indent) + std::string(further);
            is_empty = true;
        }
        if (!is_empty) line += ' ';
        line += word;
        is_empty = false;
    }
    return lines + line + "\n";
}

}  // namespace stormkeel::pack
