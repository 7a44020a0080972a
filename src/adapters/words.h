// Compares names as people write them: case, punctuation, underscores, hyphens and blanks do not matter, words do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantity.h"

namespace stormkeel {

// Lower-case words with one blank between them: " Bi-PAP  mask_" is "bi pap mask". Letters beyond ASCII stay as they
// are.
std::string folded_words(std::string_view text);

// The same words in alphabetical order, each once: "mask, venti" and "Venti mask" are equal.
std::string sorted_words(std::string_view folded);

// Whether `name` stands in `text` as whole words, both folded: "epinephrine" does not stand in "norepinephrine".
bool holds_words(std::string_view text, std::string_view name);

// Whether one of the list is this word.
template <typename List>
bool is_in(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Digits of ASCII alone, at least one.
bool all_digits(std::string_view text);

// Whether every word of a folded text passes; a text without words does.
template <typename Passes>
bool all_words(std::string_view folded, Passes passes) {
    while (!folded.empty()) {
        const std::size_t end = folded.find(' ') == std::string_view::npos ? folded.size() : folded.find(' ');
        if (end > 0 && !passes(folded.substr(0, end))) return false;
        folded.remove_prefix(end < folded.size() ? end + 1 : end);
    }
    return true;
}

// A unit as charts spell it: lower case, no blanks, the micro sign as "u", and "mcg", "mcL" and "mcmol" as with it.
std::string folded_unit(std::string_view unit);

// Whether the order of the words of a name matters.
enum class WordOrder : std::uint8_t { matters, free };

// "800 mg" is 800; nothing when another unit or none stands there.
std::optional<Decimal> milligrams_in(std::string_view text);

// Names and the place each leads to.
class WordIndex {
public:
    explicit WordIndex(WordOrder order = WordOrder::matters) : order_(order) {}

    // False when the name already leads to another place, or holds no word.
    bool add(std::string_view name, std::uint16_t place);
    void settle();  // after the last add, before the first look

    std::optional<std::uint16_t> find(std::string_view name) const;
    // Places of all names that stand in a text as whole words; a name inside a longer one found there does not count.
    std::vector<std::uint16_t> places_in(std::string_view text) const;
    // The folded text without any of the names that lead to a place.
    std::string without_names_of(std::uint16_t place, std::string_view text) const;
    // The place of the added name that is nearest to a wrong one; nothing when none is near.
    std::optional<std::uint16_t> nearest(std::string_view name) const;
    // The place of the added name that one word of a text was most likely meant to be: it begins with the same letter
    // and is one slip from a name of five letters or more, or two from one of ten. Nothing when it may be two.
    std::optional<std::uint16_t> misspelt_in(std::string_view text) const;

private:
    struct Entry {
        std::string key;
        std::string folded;
        std::uint16_t place = 0;
    };
    std::string key_of(std::string_view name) const;

    WordOrder order_;
    std::vector<Entry> entries_;
};

}  // namespace stormkeel
