// Cuts a file at the lines that begin a message or belong to a batch.
#include "adapters/hl7v2_file.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "adapters/hl7v2_text.h"

namespace stormkeel {
namespace {

// Line ends, and the bytes of frames.
constexpr std::string_view line_breaks = "\r\n\x0B\x1C";

bool is_word_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == ',';
}

bool begins(std::string_view line, std::string_view name) {
    return line.starts_with(name) && line.size() > name.size() && !is_word_character(line[name.size()]);
}

bool is_of_batch(std::string_view line) {
    constexpr std::array<std::string_view, 4> names{"FHS", "BHS", "BTS", "FTS"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return line == name || begins(line, name); });
}

std::string_view without_line_breaks(std::string_view text) {
    const std::size_t last = text.find_last_not_of(line_breaks);
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

bool looks_like_hl7v2(std::string_view text) {
    text = without_byte_order_mark(text);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\x0B"), text.size()));
    return begins(text, "MSH") || begins(text, "FHS") || begins(text, "BHS");
}

std::vector<std::string_view> hl7v2_messages_in(std::string_view text) {
    text = without_byte_order_mark(text);
    std::vector<std::string_view> messages;
    std::size_t start = 0;  // of the message that is being gathered
    const auto gather = [&](std::size_t end) {
        const std::string_view message = without_line_breaks(text.substr(start, end - start));
        if (message.find_first_not_of(" \t") != std::string_view::npos) messages.push_back(message);
    };
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t end = std::min(text.find_first_of(line_breaks, line), text.size());
        const std::string_view content = text.substr(line, end - line);
        const std::size_t next = std::min(end + 1, text.size());
        if (begins(content, "MSH")) {
            gather(line);
            start = line;
        } else if (is_of_batch(content)) {
            gather(line);
            start = next;
        }
        line = next;
    }
    gather(text.size());
    return messages;
}

}  // namespace stormkeel
