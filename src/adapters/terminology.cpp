// Looks up names and codes in the terminology.
#include "adapters/terminology.h"

#include <algorithm>

namespace stormkeel {
namespace {

// The meaning of a code in a list that is in order of system and code.
template <class Meaning, class Codes>
std::optional<Meaning> meaning_in(const Codes& codes, CodeSystem system, std::string_view code) {
    const auto found =
        std::lower_bound(codes.begin(), codes.end(), code, [system](const auto& entry, std::string_view wanted) {
            return entry.system != system ? entry.system < system : entry.code < wanted;
        });
    if (found == codes.end() || found->system != system || found->code != code) return std::nullopt;
    return found->meaning;
}

bool holds_any(std::string_view folded, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [folded](const std::string& word) { return holds_words(folded, word); });
}

}  // namespace

std::optional<DrugId> Terminology::drug_of_name(std::string_view name) const { return drug_names_.find(name); }

std::optional<ProductId> Terminology::product_of_name(std::string_view name) const { return product_names_.find(name); }

std::vector<DrugId> Terminology::drugs_in_text(std::string_view text) const {
    if (says_local(text)) return {};
    return drug_names_.places_in(text);
}

std::string Terminology::without_drug_names(std::string_view text) const {
    std::string rest = folded_words(text);
    for (const DrugId drug : drugs_named_in(text)) rest = drug_names_.without_names_of(drug, rest);
    return rest;
}

bool Terminology::says_local(std::string_view text) const {
    const std::string folded = folded_words(text);
    const std::string first = folded.substr(0, folded.find(' '));
    return holds_any(folded, not_systemic_) || holds_any(first, no_drug_record_);
}

bool Terminology::says_not_infused(std::string_view text) const { return holds_any(folded_words(text), not_infused_); }

std::optional<ProductId> Terminology::product_given_in(std::string_view text) const {
    const auto products = product_names_.places_in(text);
    // Two products in one text are no product: which of them was given is not ours to guess.
    if (products.size() != 1) return std::nullopt;
    const std::string rest = product_names_.without_names_of(products.front(), text);
    const bool only_giving = all_words(rest, [this](std::string_view word) {
        const bool amount = word.front() >= '0' && word.front() <= '9';
        return amount || std::find(beside_a_product_.begin(), beside_a_product_.end(), word) != beside_a_product_.end();
    });
    if (!only_giving) return std::nullopt;
    return products.front();
}

std::optional<std::uint16_t> Terminology::word_of(Item item, std::string_view text) const {
    // Most charts write the word itself.
    if (const auto exact = word_named(item, text)) return exact;
    return words_[static_cast<std::size_t>(item)].find(text);
}

std::optional<CodedItem> Terminology::item_of_code(CodeSystem system, std::string_view code) const {
    return meaning_in<CodedItem>(item_codes_, system, code);
}

std::optional<DrugId> Terminology::drug_of_code(CodeSystem system, std::string_view code) const {
    return meaning_in<DrugId>(drug_codes_, system, code);
}

std::optional<ProductId> Terminology::product_of_code(CodeSystem system, std::string_view code) const {
    return meaning_in<ProductId>(product_codes_, system, code);
}

std::optional<std::uint16_t> Terminology::device_of_code(CodeSystem system, std::string_view code) const {
    return meaning_in<std::uint16_t>(device_codes_, system, code);
}

std::optional<CodedGrade> Terminology::grade_of_code(CodeSystem system, std::string_view code) const {
    return meaning_in<CodedGrade>(grade_codes_, system, code);
}

std::string_view Terminology::loinc_of(Item item) const { return written_loinc_[static_cast<std::size_t>(item)]; }

std::vector<std::string_view> Terminology::loincs_of(Item item) const {
    std::vector<std::string_view> codes;
    for (const Coded<CodedItem>& one : item_codes_) {
        if (one.system == CodeSystem::loinc && one.meaning.item == item) codes.push_back(one.code);
    }
    return codes;
}

std::string_view Terminology::rxnorm_of_drug(DrugId drug) const {
    return drug < written_drug_rxnorm_.size() ? std::string_view{written_drug_rxnorm_[drug]} : std::string_view{};
}

std::string_view Terminology::rxnorm_of_product(ProductId product) const {
    return product < written_product_rxnorm_.size() ? std::string_view{written_product_rxnorm_[product]}
                                                    : std::string_view{};
}

std::string_view Terminology::nearest_drug(std::string_view name) const {
    const auto place = drug_names_.nearest(name);
    return place ? std::string_view{formulary_.drugs[*place]} : std::string_view{};
}

std::string_view Terminology::nearest_product(std::string_view name) const {
    const auto place = product_names_.nearest(name);
    return place ? std::string_view{formulary_.products[*place].name} : std::string_view{};
}

std::string_view Terminology::nearest_word(Item item, std::string_view text) const {
    const auto place = words_[static_cast<std::size_t>(item)].nearest(text);
    return place ? words_of(item)[*place] : std::string_view{};
}

}  // namespace stormkeel
