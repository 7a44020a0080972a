// Cuts a condition into tokens.
#include "guideline/tokens.h"

#include <cctype>

namespace stormkeel::pack {
namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The length and kind of the token at the beginning of a text that is not empty and begins with no blank.
std::size_t length_of_token(std::string_view text, Token::Kind& kind) {
    kind = Token::Kind::sign;
    for (const std::string_view sign : {">=", "<=", "==", "!=", ">", "<", "=", "(", ")"}) {
        if (!text.starts_with(sign)) continue;
        if (sign == "==" || sign == "!=") kind = Token::Kind::wrong;
        return sign.size();
    }
    std::size_t length = 1;
    if (is_digit(text[0])) {
        kind = Token::Kind::number;
        while (length < text.size() && (is_word_character(text[length]) || text[length] == '.')) {
            if (!is_digit(text[length])) kind = Token::Kind::wrong;
            ++length;
        }
        return length;
    }
    kind = is_word_character(text[0]) ? Token::Kind::word : Token::Kind::wrong;
    if (kind == Token::Kind::word) {
        while (length < text.size() && is_word_character(text[length])) ++length;
    } else {
        // A character beyond ASCII has several bytes; it is shown whole.
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
    }
    return length;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view condition) {
    std::vector<Token> tokens;
    int line = 0;
    while (!condition.empty()) {
        const char c = condition[0];
        if (c == '\n') ++line;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '"' || c == '\'') {
            condition.remove_prefix(1);
            continue;
        }
        Token token;
        token.line = line;
        const std::size_t length = length_of_token(condition, token.kind);
        token.text = condition.substr(0, length);
        condition.remove_prefix(length);
        tokens.push_back(token);
    }
    tokens.push_back({Token::Kind::end, {}, line});
    return tokens;
}

}  // namespace stormkeel::pack
