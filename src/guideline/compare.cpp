// Checks the types of a comparison and writes its steps.
#include "guideline/compare.h"

#include <optional>

#include "guideline/nearest.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

std::string refusal(const Comparison& comparison, const std::string& why) {
    return in_quotes(name_of(comparison.finding)) + " " + why;
}

std::vector<std::string_view> words_for(FindingId finding, const Formulary& formulary) {
    std::vector<std::string_view> words;
    if (finding == FindingId::product) {
        for (const Product& product : formulary.products) words.push_back(product.name);
    } else {
        words.assign(words_of(finding).begin(), words_of(finding).end());
    }
    return words;
}

OrWhy<std::int64_t> place_of_word(const Comparison& comparison, const Formulary& formulary) {
    const std::vector<std::string_view> words = words_for(comparison.finding, formulary);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == comparison.value && comparison.unit.empty()) return static_cast<std::int64_t>(i);
    }
    const std::string hint = did_you_mean(comparison.value, words);
    const bool few = words.size() <= 8;
    return in_quotes(comparison.value) + " is no word of " + in_quotes(name_of(comparison.finding)) +
           (hint.empty() && few ? "; its words are " + listed(words) : hint);
}

OrWhy<std::int64_t> whole_number(const Comparison& comparison) {
    const auto number = whole_number_of(comparison.value);
    if (number && comparison.unit.empty()) return *number;
    return refusal(comparison, "is a count; compare it with a whole number, as in '>= 1'");
}

OrWhy<std::int64_t> length(const Comparison& comparison) {
    const auto read = read_length(std::string(comparison.value) + " " + std::string(comparison.unit));
    if (const auto* found = std::get_if<Duration>(&read)) return found->microseconds;
    return refusal(comparison, "is a length of time; compare it with one, as in '>= 72 h' (min, h or d)");
}

OrWhy<std::int64_t> value_of(const Comparison& comparison, const Formulary& formulary) {
    switch (kind_of(comparison.finding)) {
        case FindingKind::truth:
            return refusal(comparison, "is yes or no and compares with nothing; write it alone or with 'not'");
        case FindingKind::count:
            return whole_number(comparison);
        case FindingKind::level:
            return place_of_word(comparison, formulary);
        case FindingKind::choice:
            if (comparison.sign != "=") return refusal(comparison, "has words without an order; only = compares it");
            return place_of_word(comparison, formulary);
        case FindingKind::duration:
            if (comparison.sign == "=") return refusal(comparison, "is never exactly a length of time; use >= or <=");
            return length(comparison);
        case FindingKind::quantity:
            break;
    }
    return refusal(comparison, "is a quantity; a pack compares it through a parameter, not in a condition");
}

}  // namespace

OrWhy<FindingId> finding_named(std::string_view name) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < finding_count; ++i) {
        const auto finding = static_cast<FindingId>(i);
        if (name_of(finding) == name) return finding;
        names.push_back(name_of(finding));
    }
    return in_quotes(name) + " is no finding" + did_you_mean(name, names);
}

OrWhy<std::vector<Step>> bare_truth(FindingId finding) {
    if (kind_of(finding) == FindingKind::truth) return std::vector<Step>{{Step::Kind::at_least, finding, 1}};
    return in_quotes(name_of(finding)) + " is not yes or no; compare it with >=, <=, >, < or =";
}

OrWhy<std::vector<Step>> compared(const Comparison& comparison, const Formulary& formulary) {
    const auto read = value_of(comparison, formulary);
    if (const auto* why = std::get_if<std::string>(&read)) return *why;
    const std::int64_t value = std::get<std::int64_t>(read);
    const FindingId finding = comparison.finding;
    if (comparison.sign == "=") return std::vector<Step>{{Step::Kind::equal, finding, value}};
    if (comparison.sign == ">=") return std::vector<Step>{{Step::Kind::at_least, finding, value}};
    if (comparison.sign == ">") return std::vector<Step>{{Step::Kind::at_least, finding, value + 1}};
    const Step at_most{Step::Kind::at_most, finding, comparison.sign == "<" ? value - 1 : value};
    if (kind_of(finding) != FindingKind::duration) return std::vector<Step>{at_most};
    return std::vector<Step>{{Step::Kind::at_least, finding, 0}, at_most, {Step::Kind::both}};
}

}  // namespace stormkeel::pack
