// Blanks out comments and literals, character by character, so that the rules see code alone.
#include "tidy/source_text.h"

#include <cctype>
#include <cstddef>
#include <utility>

namespace stormkeel::tidy {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return lines;
}

// Walks over a text once and writes blanks where there is no code.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), code_(text) {}

    std::string code() {
        while (at_ < text_.size()) step();
        return std::move(code_);
    }

private:
    void step() {
        if (starts_with("//")) {
            blank_until(text_.find('\n', at_));
        } else if (starts_with("/*")) {
            blank_through(text_.find("*/", at_ + 2), 2);
        } else if (starts_with("R\"")) {
            const std::size_t open = text_.find('(', at_);
            const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
            blank_through(text_.find(close, at_), close.size());
        } else if (text_[at_] == '"' || (text_[at_] == '\'' && !inside_a_number())) {
            quoted(text_[at_]);
        } else {
            ++at_;
        }
    }

    bool starts_with(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }

    // The mark in 10'000 opens no character literal.
    bool inside_a_number() const { return at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0; }

    // The quotes stay, so that #include "x.h" is still seen as an include; what is between them goes.
    void quoted(char quote) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            const std::size_t length = text_[at_] == '\\' ? 2 : 1;
            blank_until(at_ + length);
        }
        if (at_ < text_.size()) ++at_;
    }

    void blank_through(std::size_t end, std::size_t length) {
        blank_until(end == std::string_view::npos ? end : end + length);
    }

    void blank_until(std::size_t end) {
        for (; at_ < text_.size() && at_ < end; ++at_) {
            if (text_[at_] != '\n') code_[at_] = ' ';
        }
    }

    std::string_view text_;
    std::string code_;
    std::size_t at_ = 0;
};

}  // namespace

SourceText read_source(std::string path, std::string_view text) {
    return {std::move(path), split_lines(text), split_lines(Blanker(text).code())};
}

}  // namespace stormkeel::tidy
