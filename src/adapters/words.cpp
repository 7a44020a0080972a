// Compares names as people write them, by whole words.
#include "adapters/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/nearest.h"

namespace stormkeel {
namespace {

bool is_letter_or_digit(char c) {
    const auto byte = static_cast<unsigned char>(c);
    // Bytes beyond ASCII are letters of some language: "°" and "ß" stay with their word.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Where a folded name starts in a folded text as whole words, at `from` or behind it.
std::optional<std::size_t> position_of_words(std::string_view text, std::string_view name, std::size_t from = 0) {
    if (name.empty()) return std::nullopt;
    for (std::size_t at = text.find(name, from); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) return at;
    }
    return std::nullopt;
}

}  // namespace

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string folded_words(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    bool between = false;
    for (const char c : text) {
        if (!is_letter_or_digit(c)) {
            between = !folded.empty();
            continue;
        }
        if (between) folded += ' ';
        between = false;
        folded += lower(c);
    }
    return folded;
}

std::string sorted_words(std::string_view folded) {
    std::vector<std::string_view> words;
    while (!folded.empty()) {
        const std::size_t end = std::min(folded.find(' '), folded.size());
        if (end > 0) words.push_back(folded.substr(0, end));
        folded.remove_prefix(std::min(end + 1, folded.size()));
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::string sorted;
    for (const std::string_view word : words) {
        if (!sorted.empty()) sorted += ' ';
        sorted += word;
    }
    return sorted;
}

bool holds_words(std::string_view text, std::string_view name) { return position_of_words(text, name).has_value(); }

std::string folded_unit(std::string_view unit) {
    std::string folded;
    for (std::size_t at = 0; at < unit.size(); ++at) {
        const std::string_view rest = unit.substr(at);
        // The micro sign exists twice in Unicode: U+00B5 and the Greek letter U+03BC.
        if (rest.starts_with("\xC2\xB5") || rest.starts_with("\xCE\xBC")) {
            folded += 'u';
            ++at;
        } else if (unit[at] != ' ' && unit[at] != '\t') {
            folded += lower(unit[at]);
        }
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> micros{
        {{"mcg", "ug"}, {"mcl", "ul"}, {"mcmol", "umol"}}};
    for (const auto& [written, meant] : micros) {
        for (std::size_t at = folded.find(written); at != std::string::npos; at = folded.find(written, at + 1)) {
            folded.replace(at, written.size(), meant);
        }
    }
    return folded;
}

std::string WordIndex::key_of(std::string_view name) const {
    std::string folded = folded_words(name);
    return order_ == WordOrder::free ? sorted_words(folded) : folded;
}

std::optional<Decimal> milligrams_in(std::string_view text) {
    constexpr std::string_view unit = " mg";
    if (!text.ends_with(unit)) return std::nullopt;
    return parse_decimal(text.substr(0, text.size() - unit.size()));
}

bool WordIndex::add(std::string_view name, std::uint16_t place) {
    std::string key = key_of(name);
    if (key.empty()) return false;
    for (const Entry& entry : entries_) {
        if (entry.key == key) return entry.place == place;
    }
    entries_.push_back({std::move(key), folded_words(name), place});
    return true;
}

void WordIndex::settle() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
}

std::optional<std::uint16_t> WordIndex::find(std::string_view name) const {
    const std::string key = key_of(name);
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), key,
                         [](const Entry& entry, const std::string& wanted) { return entry.key < wanted; });
    if (found == entries_.end() || found->key != key) return std::nullopt;
    return found->place;
}

std::vector<std::uint16_t> WordIndex::places_in(std::string_view text) const {
    struct Hit {
        std::size_t from;
        std::size_t to;
        std::uint16_t place;
    };
    const std::string folded = folded_words(text);
    std::vector<Hit> hits;
    for (const Entry& entry : entries_) {
        for (auto at = position_of_words(folded, entry.folded); at;
             at = position_of_words(folded, entry.folded, *at + 1)) {
            hits.push_back({*at, *at + entry.folded.size(), entry.place});
        }
    }
    std::vector<std::uint16_t> places;
    for (const Hit& hit : hits) {
        const bool inside_longer = std::any_of(hits.begin(), hits.end(), [&hit](const Hit& other) {
            return other.from <= hit.from && hit.to <= other.to && other.to - other.from > hit.to - hit.from;
        });
        if (!inside_longer) places.push_back(hit.place);
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

std::string WordIndex::without_names_of(std::uint16_t place, std::string_view text) const {
    std::vector<std::string_view> names;
    for (const Entry& entry : entries_) {
        if (entry.place == place) names.push_back(entry.folded);
    }
    // A short name inside a longer one must not tear it apart.
    std::sort(names.begin(), names.end(), [](auto a, auto b) { return a.size() > b.size(); });
    std::string rest = folded_words(text);
    for (const std::string_view name : names) {
        while (const auto at = position_of_words(rest, name)) rest.erase(*at, name.size());
        rest = folded_words(rest);
    }
    return rest;
}

std::optional<std::uint16_t> WordIndex::nearest(std::string_view name) const {
    const std::string folded = folded_words(name);
    std::vector<std::string_view> known;
    known.reserve(entries_.size());
    for (const Entry& entry : entries_) known.push_back(entry.folded);
    const auto place = nearest_of(folded, known);
    if (!place) return std::nullopt;
    return entries_[*place].place;
}

std::optional<std::uint16_t> WordIndex::misspelt_in(std::string_view text) const {
    std::optional<std::uint16_t> meant;
    const bool one_at_most = all_words(folded_words(text), [&](std::string_view word) {
        for (const Entry& entry : entries_) {
            const std::string& name = entry.folded;
            const std::size_t slips = name.size() < 5 ? 0 : name.size() < 10 ? 1 : 2;
            if (name.front() != word.front() || typing_distance(word, name, slips) > slips) continue;
            if (meant && *meant != entry.place) return false;
            meant = entry.place;
        }
        return true;
    });
    return one_at_most ? meant : std::nullopt;
}

}  // namespace stormkeel
