// Cuts a Markdown pack file into its statements.
#include "guideline/statement.h"

#include <array>
#include <cctype>
#include <utility>

#include "guideline/nearest.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::string_view dot = " · ";
constexpr std::string_view dash = "— ";
constexpr std::string_view fence = "```";
constexpr std::array<std::string_view, 4> block_words = {"rule", "judgement", "not-encoded", "text"};

bool is_block_word(std::string_view word) {
    for (const std::string_view known : block_words) {
        if (word == known) return true;
    }
    return false;
}

// Walks over the lines of one file and keeps the statement that is open.
class Page {
public:
    Page(std::string_view path, std::string_view text, std::vector<PackProblem>& problems)
        : path_(path), rest_(text), problems_(problems) {}

    std::vector<WrittenStatement> read() {
        while (next_line()) {
            if (line_.starts_with("#")) {
                close_statement();
                heading();
            } else if (line_.starts_with(">")) {
                quote(trimmed(line_.substr(1)));
            } else if (line_.starts_with(fence)) {
                fenced(trimmed(line_.substr(fence.size())));
            }
        }
        close_statement();
        return std::move(found_);
    }

private:
    bool next_line() {
        if (rest_.empty()) return false;
        const std::size_t end = rest_.find('\n');
        line_ = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        ++number_;
        return true;
    }

    void refuse(int line, std::string what) { problems_.push_back({path_, line, std::move(what)}); }

    // A heading is a statement's when it carries the dot or begins with an id; any other one is prose.
    void heading() {
        const std::string_view text = trimmed(line_.substr(
            line_.find_first_not_of('#') == std::string_view::npos ? line_.size() : line_.find_first_not_of('#')));
        const std::size_t middle = text.find(dot);
        const std::string_view first = text.substr(0, middle == std::string_view::npos ? text.find(' ') : middle);
        if (middle == std::string_view::npos && !is_statement_id(first)) return;
        open_ = true;
        quote_ended_ = false;
        current_ = {};
        current_.statement.file = path_;
        current_.statement.line = number_;
        current_.statement.id = first;
        if (!is_statement_id(first)) {
            refuse(number_, in_quotes(first) + " is no statement id; write it like 'ASTCT.G3.vasopressor'");
        }
        if (middle == std::string_view::npos) {
            refuse(number_, "this heading has no title; write '### " + std::string(first) + " · Title'");
        } else {
            current_.statement.title = trimmed(text.substr(middle + dot.size()));
        }
    }

    // The first quote block of a statement: its sentence, and from the dash on its provenance.
    void quote(std::string_view text) {
        if (!open_ || quote_ended_) return;
        std::string& part = text.starts_with(dash) || !provenance_.empty() ? provenance_ : current_.statement.sentence;
        if (text.starts_with(dash)) {
            provenance_line_ = number_;
            text.remove_prefix(dash.size());
        }
        if (!part.empty() && !text.empty()) part += ' ';
        part += text;
        if (!rest_.starts_with(">")) {
            quote_ended_ = true;
            provenance();
        }
    }

    void provenance() {
        Statement& statement = current_.statement;
        std::vector<std::string_view> parts = split(provenance_, dot);
        if (provenance_.empty()) {
            refuse(number_, "the quote has no line of provenance; end it with '> — SOURCE · seed S34 · verified'");
            return;
        }
        if (parts.back() == "verified") {
            statement.verification = Verification::verified;
        } else if (parts.back() != "unverified") {
            refuse(provenance_line_, "the provenance ends with " + in_quotes(parts.back()) +
                                         "; it must end with ' · verified' or ' · unverified'");
            provenance_.clear();
            return;
        }
        parts.pop_back();
        for (const std::string_view part : parts) {
            if (part.starts_with("seed ")) {
                statement.seed = trimmed(part.substr(5));
            } else {
                if (!statement.source.empty()) statement.source += dot;
                statement.source += part;
            }
        }
        if (statement.source.empty()) refuse(provenance_line_, "the provenance names no source before 'verified'");
        provenance_.clear();
    }

    void fenced(std::string_view word) {
        const int opened = number_;
        std::string text;
        bool closed = false;
        while (!closed && next_line()) {
            closed = line_.starts_with(fence);
            if (!closed) text.append(line_).append("\n");
        }
        if (!closed) refuse(opened, "this block is never closed; end it with a line ```");
        if (!is_block_word(word)) return other_fence(word, opened);
        if (!open_) {
            refuse(opened, "this block belongs to no statement; a heading '### ID · Title' must stand above it");
        } else if (!current_.block.empty()) {
            refuse(opened, current_.statement.id + " has a second block; a statement has exactly one");
        } else {
            current_.block = word;
            current_.block_line = opened + 1;
            current_.statement.rule = std::move(text);
        }
    }

    // Fences of prose, as in ```cpp, are passed over; a slip such as ```rul would silence a rule.
    void other_fence(std::string_view word, int line) {
        const std::string hint = did_you_mean(word, {block_words.begin(), block_words.end()});
        if (!hint.empty() || (open_ && current_.block.empty())) {
            refuse(line, in_quotes(word) + " is no kind of block" +
                             (hint.empty() ? "; the kinds are rule, judgement, not-encoded and text" : hint));
        }
    }

    void close_statement() {
        if (!open_) return;
        open_ = false;
        const Statement& statement = current_.statement;
        if (statement.sentence.empty()) {
            refuse(statement.line, statement.id + " has no sentence; write it as a quote below the heading");
        }
        if (current_.block.empty()) {
            refuse(statement.line, statement.id + " has no block; add one of rule, judgement, not-encoded or text");
            return;
        }
        if (is_statement_id(statement.id)) found_.push_back(std::move(current_));
    }

    std::string path_;
    std::string_view rest_;
    std::vector<PackProblem>& problems_;
    std::string_view line_;
    int number_ = 0;
    std::vector<WrittenStatement> found_;
    WrittenStatement current_;
    bool open_ = false;
    bool quote_ended_ = false;
    std::string provenance_;
    int provenance_line_ = 0;
};

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::vector<WrittenStatement> read_statements(std::string_view path, std::string_view text,
                                              std::vector<PackProblem>& problems) {
    return Page(path, text, problems).read();
}

bool is_statement_id(std::string_view word) {
    const std::vector<std::string_view> parts = split(word, ".");
    if (parts.size() < 2 || parts[0].empty() || parts[0][0] < 'A' || parts[0][0] > 'Z') return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].empty()) return false;
        for (const char c : parts[i]) {
            const bool fits = is_letter_or_digit(c) || (c == '_' && i > 0);
            if (!fits) return false;
        }
    }
    return true;
}

}  // namespace stormkeel::pack
