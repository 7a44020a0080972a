// What has been read of the packs so far, and one rule block on its way into it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/guideline.h"
#include "guideline/amounts.h"
#include "guideline/fields.h"
#include "guideline/nearest.h"
#include "guideline/problem.h"

namespace stormkeel::pack {

struct Reading {
    Guideline guideline;
    std::vector<PackProblem> problems;
    std::map<std::string, std::string> set_by;  // "the parameter fever_at_least" -> the statement that sets it
};

// The block of one statement while it is read: its fields, and where its rules go.
struct RuleBlock {
    StatementId id = 0;
    Fields& fields;
    Reading& reading;

    const Statement& statement() const { return reading.guideline.statements[id]; }
};

// The condition of `when` without that of `unless`. A missing `when` is a problem; one that cannot be read gives an
// empty condition and problems at its very lines.
Condition needed_condition(RuleBlock& block);
Condition optional_condition(RuleBlock& block);  // empty, always present, when there is no `when`

// True when nothing has set `what` before; otherwise a problem that names who did.
bool sets_once(RuleBlock& block, const std::string& what, int line);

// One of the words of a table; `otherwise` when the field is missing or its word unknown (a problem).
template <class Meaning, std::size_t count>
Meaning word_of(RuleBlock& block, std::string_view key,
                const std::array<std::pair<std::string_view, Meaning>, count>& table, Meaning otherwise) {
    const auto text = block.fields.text(key);
    if (!text) return otherwise;
    std::vector<std::string_view> words;
    for (const auto& [word, meaning] : table) {
        if (word == *text) return meaning;
        words.push_back(word);
    }
    const std::string hint = did_you_mean(*text, words);
    block.fields.refuse(block.fields.line_of(key), in_quotes(*text) + " is no word of " + in_quotes(key) +
                                                       (hint.empty() ? "; its words are " + listed(words) : hint));
    return otherwise;
}

// A text field read by one of amounts.h; nothing when it is missing or wrong (a problem).
template <class T>
std::optional<T> amount_of(RuleBlock& block, std::string_view key, OrWhy<T> (*read)(std::string_view)) {
    const auto text = block.fields.text(key);
    if (!text) return std::nullopt;
    const OrWhy<T> found = read(*text);
    if (const auto* amount = std::get_if<T>(&found)) return *amount;
    block.fields.refuse(block.fields.line_of(key), std::get<std::string>(found));
    return std::nullopt;
}

}  // namespace stormkeel::pack
