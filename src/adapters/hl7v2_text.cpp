// Reads and writes the characters of HL7 v2 fields.
#include "adapters/hl7v2_text.h"

#include <cstddef>
#include <optional>

#include "adapters/utf8.h"

namespace stormkeel {
namespace {

unsigned byte_of(char c) { return static_cast<unsigned char>(c); }

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return byte_of(c) - byte_of('0');
    if (c >= 'A' && c <= 'F') return byte_of(c) - byte_of('A') + 10;
    if (c >= 'a' && c <= 'f') return byte_of(c) - byte_of('a') + 10;
    return std::nullopt;
}

// "E9" or "C3A9"; nothing when it is no text in the message's character set.
std::optional<std::string> text_of_hex(std::string_view digits, bool latin1) {
    if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = hex_digit(digits[i]);
        const auto low = hex_digit(digits[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes += static_cast<char>(*high * 16U + *low);
    }
    if (latin1) return utf8_of_latin1(bytes);
    if (!is_utf8(bytes)) return std::nullopt;
    return bytes;
}

std::optional<std::string> meant_by(std::string_view sequence, const Hl7Separators& separators) {
    if (sequence == "F") return std::string(1, separators.field);
    if (sequence == "S") return std::string(1, separators.component);
    if (sequence == "T") return std::string(1, separators.subcomponent);
    if (sequence == "R") return std::string(1, separators.repetition);
    if (sequence == "E") return std::string(1, separators.escape);
    if (sequence == ".br") return std::string("\n");
    if (sequence.starts_with('X')) return text_of_hex(sequence.substr(1), separators.latin1);
    return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = length_of_character(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) text += c >= ' ' && c <= '~' ? c : '?';
    return text;
}

std::string_view without_byte_order_mark(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

std::string utf8_of_latin1(std::string_view text) {
    std::string converted;
    converted.reserve(text.size());
    for (const char c : text) {
        if (byte_of(c) < 0x80U) {
            converted += c;
        } else {
            converted += static_cast<char>(0xC0U | (byte_of(c) >> 6U));
            converted += static_cast<char>(0x80U | (byte_of(c) & 0x3FU));
        }
    }
    return converted;
}

std::string hl7v2_unescaped(std::string_view text, const Hl7Separators& separators) {
    const char mark = separators.escape;
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t begins = text.find(mark);
        result += text.substr(0, begins);
        if (begins == std::string_view::npos) break;
        text.remove_prefix(begins);
        const std::size_t ends = text.find(mark, 1);
        const auto meant =
            ends == std::string_view::npos ? std::nullopt : meant_by(text.substr(1, ends - 1), separators);
        // One that means nothing stays, and its second mark may begin the next.
        result += meant ? *meant : std::string(1, mark);
        text.remove_prefix(meant ? ends + 1 : 1);
    }
    return result;
}

std::string hl7v2_escaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (c == '|') {
            result += "\\F\\";
        } else if (c == '^') {
            result += "\\S\\";
        } else if (c == '&') {
            result += "\\T\\";
        } else if (c == '~') {
            result += "\\R\\";
        } else if (c == '\\') {
            result += "\\E\\";
        } else if (c == '\r' || c == '\n') {
            result += "\\.br\\";
        } else {
            // What would end a frame or a segment must not come from a text.
            result += byte_of(c) < 0x20U ? ' ' : c;
        }
    }
    return result;
}

}  // namespace stormkeel
