// Texts and numbers of the usual kind are written here; the library writes the others.
#include "adapters/json_out.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

constexpr auto stands_for_itself = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = ' '; c <= '~'; ++c) table[c] = c != '"' && c != '\\';
    return table;
}();

// Whether eight characters all stand for themselves, by the arithmetic of one word: a byte below 1 borrows.
bool eight_stand_for_themselves(const char* text) {
    constexpr std::uint64_t each = 0x0101010101010101U;
    constexpr std::uint64_t highest = 0x80U * each;
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const auto holds = [word](unsigned char c) {
        const std::uint64_t differs = word ^ (c * each);
        return (differs - each) & ~differs;
    };
    const std::uint64_t control = (word - ' ' * each) & ~word;
    return ((word | control | holds('"') | holds('\\') | holds('\x7F')) & highest) == 0;
}

std::size_t end_of_plain(std::string_view text, std::size_t at) {
    while (at + 8 <= text.size() && eight_stand_for_themselves(text.data() + at)) at += 8;
    while (at < text.size() && stands_for_itself[static_cast<unsigned char>(text[at])]) ++at;
    return at;
}

bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// How many bytes a character of two or three has, when it is one of UTF-8 (RFC 3629); 0: it is longer, or none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = byte(0);
    const unsigned second = byte(1);
    if (first >= 0xC2 && first <= 0xDF) return continues(static_cast<unsigned char>(second)) ? 2 : 0;
    if (first < 0xE0 || first > 0xEF) return 0;
    const bool well_begun = second >= (first == 0xE0 ? 0xA0U : 0x80U) && second <= (first == 0xED ? 0x9FU : 0xBFU);
    return well_begun && continues(static_cast<unsigned char>(byte(2))) ? 3 : 0;
}

// Adds what of the text is often met, and tells how much that was.
std::size_t append_common(std::string& json, std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = end_of_plain(text, at);
        json.append(text.substr(at, end - at));
        at = end;
        if (at == text.size()) break;
        const char c = text[at];
        const std::size_t length = character_length(text.substr(at));
        if (c == '\n') {
            json.append("\\n");
        } else if (c == '"' || c == '\\') {
            json.append({'\\', c});
        } else if (length > 0) {
            json.append(text.substr(at, length));
        } else {
            break;
        }
        at += std::max<std::size_t>(length, 1);
    }
    return at;
}

// A binary number holds so many decimal digits, and is written without an exponent from here on.
constexpr std::int64_t fifteen_digits = 1'000'000'000'000'000;
constexpr std::int64_t without_exponent = Decimal::one / 10'000;

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
    const std::size_t before = json.size();
    json += '"';
    if (append_common(json, text) == text.size()) {
        json += '"';
        return;
    }
    json.resize(before);
    json += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void JsonOut::put(Decimal value) {
    const std::string text = to_text(value);
    const std::int64_t size = value.billionths < 0 ? -value.billionths : value.billionths;
    const bool whole = value.billionths % Decimal::one == 0;
    if (whole || (size >= without_exponent && size < fifteen_digits)) {
        begin().append(text);
        return;
    }
    double nearest = 0;
    std::from_chars(text.data(), text.data() + text.size(), nearest);
    begin().append(nlohmann::json(nearest).dump());
}

}  // namespace stormkeel
