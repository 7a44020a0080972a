// The shape of a file: its purpose first, nothing too long, no empty names, no left-over marks.
#include <algorithm>
#include <regex>
#include <string_view>

#include "tidy/rules.h"

namespace stormkeel::tidy {
namespace {

constexpr std::size_t longest_file = 400;
constexpr std::size_t longest_function = 60;

// Finds functions by their braces. A brace opens a function when its head, the text since the last ';', '{' or '}',
// holds a ')' and everything around it is a namespace or a class.
class FunctionLengths {
public:
    explicit FunctionLengths(const SourceText& source) : source_(source) {}

    std::vector<Violation> too_long() {
        bool continued = false;
        for (std::size_t i = 0; i < source_.code.size(); ++i) {
            const std::string& line = source_.code[i];
            // A directive with its continued lines is no code: a long list macro is a table.
            const bool directive = line.starts_with("#") || continued;
            continued = directive && line.ends_with("\\");
            if (directive) continue;
            for (const char c : line) take(c, i + 1);
            head_ += ' ';
        }
        return std::move(found_);
    }

private:
    enum class Scope { container, function, inner };
    struct Open {
        Scope scope;
        std::size_t line;
    };

    void take(char c, std::size_t line) {
        if (c == '{') {
            open(line);
        } else if (c == '}') {
            close(line);
        } else if (c == ';') {
            head_.clear();
        } else {
            if (head_.find_first_not_of(' ') == std::string::npos) head_line_ = line;
            head_ += c;
        }
    }

    void open(std::size_t line) {
        const bool outside =
            std::all_of(open_.begin(), open_.end(), [](const Open& o) { return o.scope == Scope::container; });
        if (outside && is_container()) {
            open_.push_back({Scope::container, line});
        } else if (outside && (continues_a_constructor() || head_.find(')') != std::string::npos)) {
            open_.push_back({Scope::function, continues_a_constructor() ? last_function_line_ : head_line_});
        } else {
            open_.push_back({Scope::inner, line});
        }
        head_.clear();
    }

    bool is_container() const {
        static const std::regex pattern(R"(^[^()=]*\b(namespace|class|struct|union|enum|extern)\b[^()=]*$)");
        // A template's or an attribute's parentheses stand before the keyword and are no parameter list.
        static const std::regex requires_clause(R"(^\s*template\b.*\b(class|struct)\s+\w+[^()]*$)");
        return std::regex_match(head_, pattern) || std::regex_match(head_, requires_clause);
    }

    // The braces of "Name(int x) : x_{x}, y_{} {" are no bodies but the last: the text between them is empty or a
    // comma.
    bool continues_a_constructor() const {
        const std::size_t first = head_.find_first_not_of(' ');
        return last_function_line_ != 0 && (first == std::string::npos || head_[first] == ',');
    }

    void close(std::size_t line) {
        if (open_.empty()) return;
        const Open closed = open_.back();
        open_.pop_back();
        last_function_line_ = closed.scope == Scope::function ? closed.line : 0;
        const std::size_t length = line - closed.line + 1;
        if (closed.scope == Scope::function && length > longest_function) {
            found_.push_back({source_.path, closed.line,
                              "this function has " + std::to_string(length) + " lines; one screen is " +
                                  std::to_string(longest_function) + ", so divide it by what it does"});
        }
        head_.clear();
    }

    const SourceText& source_;
    std::vector<Open> open_;
    std::vector<Violation> found_;
    std::string head_;
    std::size_t head_line_ = 0;
    std::size_t last_function_line_ = 0;
};

void check_line(const SourceText& source, std::size_t i, std::vector<Violation>& found) {
    static const std::regex empty_name(R"(\b(class|struct)\s+(\w*(Manager|Handler|Helper|Utils?|Data|Info))\b)");
    // The marks are spelled in two halves so that this file holds none.
    static const std::regex mark(
        "\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X|HA"
        "CK)\\b");
    std::smatch match;
    if (std::regex_search(source.code[i], match, empty_name)) {
        found.push_back({source.path, i + 1, "'" + match[2].str() + "' says nothing; use the field's own word"});
    }
    if (std::regex_search(source.lines[i], match, mark)) {
        found.push_back({source.path, i + 1, "'" + match.str() + "' is left over; do it, or open an issue"});
    }
}

}  // namespace

std::vector<Violation> shape_violations(const SourceText& source) {
    std::vector<Violation> found;
    if (source.lines.empty() || !source.lines.front().starts_with("// ")) {
        found.push_back(
            {source.path, 1, "the first line is no comment; begin with the file's purpose in one sentence"});
    }
    if (source.lines.size() > longest_file) {
        found.push_back({source.path, longest_file + 1,
                         "the file has " + std::to_string(source.lines.size()) + " lines; divide it below " +
                             std::to_string(longest_file)});
    }
    for (std::size_t i = 0; i < source.lines.size(); ++i) check_line(source, i, found);
    const std::vector<Violation> functions = FunctionLengths(source).too_long();
    found.insert(found.end(), functions.begin(), functions.end());
    return found;
}

std::vector<Violation> violations(const SourceText& source) {
    std::vector<Violation> found = include_violations(source);
    for (auto* rule : {purity_violations, shape_violations}) {
        const std::vector<Violation> more = rule(source);
        found.insert(found.end(), more.begin(), more.end());
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Violation& a, const Violation& b) { return a.line < b.line; });
    return found;
}

}  // namespace stormkeel::tidy
