// Reads the words of an allergy one after the other, as whoever writes a denial writes them: denial, allergy, drug.
#include "adapters/allergy_words.h"

#include <array>
#include <string>

#include "adapters/words.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, 9> before_a_denial{"patient", "pt",  "the",     "is",    "has",
                                                          "he",      "she", "reports", "states"};
constexpr std::array<std::string_view, 6> denials{"no", "not", "denies", "denied", "without", "never"};
constexpr std::array<std::string_view, 22> beside_a_denial{
    "known",      "drug",     "medication", "any",       "a",     "an",       "history",  "hx",
    "of",         "to",       "be",         "being",     "prior", "previous", "reported", "recorded",
    "documented", "evidence", "current",    "currently", "had",   "having"};
constexpr std::array<std::string_view, 11> words_of_allergy{
    "allergy",  "allergies", "allergic",    "hypersensitivity", "hypersensitivities", "hypersensitive",
    "reaction", "reactions", "intolerance", "intolerances",     "sensitivity"};
constexpr std::array<std::string_view, 2> kinds_of_reaction{"reaction", "reactions"};
constexpr std::array<std::string_view, 1> adverse{"adverse"};
constexpr std::array<std::string_view, 1> either{"or"};
constexpr std::array<std::string_view, 5> toward{"to", "against", "with", "the", "drug"};
constexpr std::array<std::string_view, 14> after_a_drug{"or",       "nor",        "and", "known", "reported",
                                                        "recorded", "documented", "on",  "file",  "at",
                                                        "this",     "time",       "to",  "date"};
// What follows one of these is the exception, and the allergy.
constexpr std::array<std::string_view, 12> exceptions{"but",   "except", "than",  "excluding", "save", "only",
                                                      "until", "since",  "after", "before",    "now",  "however"};

std::vector<std::string_view> words_in(std::string_view folded) {
    std::vector<std::string_view> words;
    all_words(folded, [&](std::string_view word) {
        words.push_back(word);
        return true;
    });
    return words;
}

// More than one sentence or clause: the second may say what the first does not.
bool is_one_clause(std::string_view text) {
    while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.remove_suffix(1);
    if (text.find_first_of(";:,.!?\r\n/") != std::string_view::npos) return false;
    constexpr std::array<std::string_view, 4> dashes{" -", "- ", "–", "—"};
    for (const std::string_view dash : dashes) {
        if (text.find(dash) != std::string_view::npos) return false;
    }
    return true;
}

// Goes over the words from the front.
class WordsInOrder {
public:
    explicit WordsInOrder(const std::vector<std::string_view>& words) : words_(words) {}

    bool at_end() const { return next_ == words_.size(); }
    std::string_view next() const { return words_[next_]; }
    std::size_t place() const { return next_; }
    template <typename List>
    bool take(const List& list) {
        if (at_end() || !is_in(list, next())) return false;
        ++next_;
        return true;
    }
    // Whether one of the words taken since `from` is this one.
    bool took(std::string_view word, std::size_t from) const {
        for (std::size_t i = from; i < next_; ++i) {
            if (words_[i] == word) return true;
        }
        return false;
    }

private:
    const std::vector<std::string_view>& words_;
    std::size_t next_ = 0;
};

std::string joined(const std::vector<std::string_view>& words, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i) text.append(text.empty() ? "" : " ").append(words[i]);
    return text;
}

// "tocilizumab", "penicillin or tocilizumab (Actemra) at this time": drugs, and beside them no word of its own.
bool names_drugs_alone(const Terminology& terminology, const std::string& rest) {
    if (terminology.drugs_named_in(rest).empty()) return false;
    const std::string others = terminology.without_drug_names(rest);
    const std::vector<std::string_view> words = words_in(others);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_in(after_a_drug, words[i])) continue;
        const bool is_listed = i + 1 < words.size() && (words[i + 1] == "or" || words[i + 1] == "nor");
        if (!is_listed || is_in(exceptions, words[i]) || is_in(words_of_allergy, words[i])) return false;
    }
    return true;
}

}  // namespace

std::vector<DrugId> drugs_named_as_allergens(const Terminology& terminology, std::string_view text) {
    std::vector<DrugId> drugs = terminology.drugs_named_in(text);
    if (!drugs.empty()) return drugs;
    if (const auto meant = terminology.drug_misspelt_in(text)) drugs.push_back(*meant);
    return drugs;
}

bool denies_allergy(const Terminology& terminology, std::string_view text) {
    if (!is_one_clause(text)) return false;
    const std::string folded = folded_words(text);
    const std::vector<std::string_view> words = words_in(folded);
    WordsInOrder reading(words);
    while (reading.take(before_a_denial)) {
    }
    const std::size_t denial = reading.place();
    if (!reading.take(denials)) return false;
    while (reading.take(beside_a_denial)) {
    }
    // "No known tocilizumab allergy"; without "known" it may be an order: "NO TOCILIZUMAB ALLERGY".
    const bool is_known = reading.took("known", denial) || reading.took("denies", denial);
    if (is_known && words.size() > reading.place() + 1 && is_in(words_of_allergy, words.back())) {
        const std::vector<std::string_view> between(words.begin(), words.end() - 1);
        const std::string drug = joined(between, reading.place());
        if (terminology.without_drug_names(drug).empty()) return true;
    }
    // Two of them in a row but for these are two sayings: "no allergies, allergic to ..." without its comma.
    do {
        reading.take(adverse);
        if (!reading.take(words_of_allergy)) return false;
        reading.take(kinds_of_reaction);
    } while (reading.take(either));
    const std::size_t direction = reading.place();
    while (reading.take(toward)) {
    }
    const bool leads_to_it =
        reading.took("to", direction) || reading.took("against", direction) || reading.took("with", direction);
    return leads_to_it && names_drugs_alone(terminology, joined(words, reading.place()));
}

}  // namespace stormkeel
