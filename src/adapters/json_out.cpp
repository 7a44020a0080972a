// Texts and numbers that need no second look are written as they are; the library writes the others.
#include "adapters/json_out.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace stormkeel {

namespace {

bool stands_for_itself(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

// A binary number holds so many decimal digits, and is written without an exponent from here on.
constexpr std::int64_t fifteen_digits = 1'000'000'000'000'000;
constexpr std::int64_t without_exponent = Decimal::one / 10'000;

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
    if (std::all_of(text.begin(), text.end(), stands_for_itself)) {
        json.append(1, '"').append(text).append(1, '"');
    } else {
        json += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
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
