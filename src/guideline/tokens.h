// The words, numbers and signs of a condition.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace stormkeel::pack {

struct Token {
    enum class Kind : std::uint8_t { word, number, sign, end, wrong };
    Kind kind = Kind::end;
    std::string_view text;  // a view into the condition
    int line = 0;           // 0 for the first line of the condition
};

// The tokens in order, the last one always `end`. A sign is one of >= <= > < = ( ). Quotes around a value are passed
// over: "72 h" and 72 h are the same. A character that has no place in a condition is a `wrong` token.
std::vector<Token> tokens_of(std::string_view condition);

}  // namespace stormkeel::pack
