// The words the core may not hold: what would let the same arguments give another answer.
#include <regex>
#include <vector>

#include "tidy/rules.h"

namespace stormkeel::tidy {
namespace {

struct BannedWord {
    std::regex pattern;
    const char* what;
};

const std::vector<BannedWord>& banned_words() {
    static const std::vector<BannedWord> words{
        {std::regex(R"((clock::now\b|::now\s*\())"), "reads a clock; take `as_of` as an argument"},
        {std::regex(R"(\btime\s*\()"),
         "calls time(; take `as_of` as an argument, or name the accessor for what it tells"},
        {std::regex(R"(\b(rand|random_device|mt19937\w*)\b)"), "draws at random; the core is a pure function"},
        {std::regex(R"(\bgetenv\b)"), "reads the environment; take the value as an argument"},
        {std::regex(R"(\b(\w*thread\w*|\w*mutex|atomic)\b)"), "knows of threads; the core is a pure function"},
        {std::regex(R"(\b(iostream|fstream|ifstream|ofstream|cout|cerr|\w*printf)\b)"),
         "does input or output; return the value, and let an adapter write it"},
        {std::regex(R"(\bunordered_\w+)"), "iterates in no fixed order; use std::map, std::set or a sorted vector"},
        {std::regex(R"(\b(double|float)\b)"), "uses floating point; use the exact decimal"},
    };
    return words;
}

// `static` before a variable that can change: hidden state. A function's or a constant's `static` is none.
bool is_mutable_static(const std::string& line) {
    static const std::regex variable(R"(^[^()]*\bstatic\b[^()]*[;={].*)");
    static const std::regex constant(R"(\b(const|constexpr|constinit const)\b)");
    return std::regex_match(line, variable) && !std::regex_search(line, constant);
}

}  // namespace

std::vector<Violation> purity_violations(const SourceText& source) {
    std::vector<Violation> found;
    if (!source.path.starts_with("src/core/")) return found;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        for (const BannedWord& word : banned_words()) {
            std::smatch match;
            if (std::regex_search(source.code[i], match, word.pattern)) {
                found.push_back({source.path, i + 1, "'" + match.str() + "' " + word.what});
            }
        }
        if (is_mutable_static(source.code[i])) {
            found.push_back(
                {source.path, i + 1, "a mutable static is hidden state; pass the value, or make it constexpr"});
        }
    }
    return found;
}

}  // namespace stormkeel::tidy
