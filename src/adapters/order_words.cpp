// Takes the words of an order apart: the name of a drug or product, then number, unit and route.
#include "adapters/order_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

namespace stormkeel {
namespace {

std::vector<std::string> words_of_order(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!blank) word += c;
        if (blank && !word.empty()) words.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

bool starts_number(const std::string& word) {
    const std::size_t sign = word[0] == '-' || word[0] == '+' ? 1 : 0;
    const std::size_t digit = word.size() > sign && word[sign] == '.' ? sign + 1 : sign;
    return word.size() > digit && std::isdigit(static_cast<unsigned char>(word[digit])) != 0;
}

// "640mg" is "640" and "mg".
std::size_t length_of_number(const std::string& word) {
    const std::size_t end = word.find_first_not_of("+-.,0123456789");
    return std::min(end, word.size());
}

template <std::size_t count>
bool is_one_of(const std::string& word, const std::array<std::string_view, count>& names) {
    std::string folded;
    for (const char c : word) {
        if (c != '.') folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return std::find(names.begin(), names.end(), folded) != names.end();
}

// Every dose that is checked here is one into a vein, so the word adds nothing.
bool is_intravenous(const std::string& word) {
    static constexpr std::array<std::string_view, 3> names{"iv", "intravenous", "intravenously"};
    return is_one_of(word, names);
}

bool is_other_route(const std::string& word) {
    static constexpr std::array<std::string_view, 8> names{"po", "oral",         "orally", "sc",
                                                           "sq", "subcutaneous", "im",     "nasal"};
    return is_one_of(word, names);
}

Refusal unknown_drug_named(const std::string& name, const Terminology& terminology) {
    const std::string_view nearest = terminology.nearest_drug(name);
    std::string what = ": no drug '" + name + "' is known";
    if (!nearest.empty()) what += "; did you mean '" + std::string(nearest) + "'?";
    return {what};
}

// The words from `at` on: the amount, its unit, and nothing else.
std::optional<Refusal> read_amount(Order& order, const std::vector<std::string>& words, std::size_t at,
                                   const Terminology& terminology) {
    const std::size_t length = length_of_number(words[at]);
    const std::string number = words[at].substr(0, length);
    std::string unit = words[at].substr(length);
    std::size_t next = at + 1;
    if (unit.empty() && next < words.size()) unit = words[next++];
    const auto amount = parse_decimal(number);
    if (!amount) return Refusal{": '" + number + "' is no amount; write it like 640 or 0.5"};
    if (*amount <= Decimal{}) return Refusal{": the amount " + number + " is not above 0"};
    if (unit.empty()) return Refusal{": the unit of " + number + " is missing; write it like 640 mg"};
    if (next < words.size() && is_intravenous(words[next])) ++next;
    if (order.product && next < words.size() && is_other_route(words[next])) ++next;  // many engagers go under the skin
    if (next < words.size() && is_other_route(words[next])) {
        return Refusal{": the route '" + words[next] +
                       "' is not checked; IV is, or leave it out to check drug and dose alone"};
    }
    if (next < words.size()) {
        return Refusal{": '" + words[next] + "' after the dose is not read; give drug, amount and unit"};
    }
    const QuantityOrRefusal dose = terminology.dose(*amount, unit);
    if (const auto* refusal = std::get_if<Refusal>(&dose)) return Refusal{": " + refusal->why};
    order.amount = std::get<Quantity>(dose).amount;
    order.unit = std::get<Quantity>(dose).unit;
    return std::nullopt;
}

}  // namespace

Order order_of_drug(DrugId drug, const Terminology& terminology) {
    Order order;
    order.drug = drug;
    order.item = terminology.formulary().drugs[drug];
    return order;
}

Order order_of_product(ProductId product, const Terminology& terminology) {
    Order order;
    order.product = product;
    order.item = terminology.formulary().products[product].name;
    return order;
}

std::variant<Order, Refusal> order_in_words(std::string_view text, const Terminology& terminology) {
    const std::vector<std::string> words = words_of_order(text);
    std::string name;
    std::size_t at = 0;
    for (; at < words.size() && (at == 0 || !starts_number(words[at])); ++at) name += (at > 0 ? " " : "") + words[at];
    if (name.empty()) return Refusal{" is empty; write it like \"tocilizumab 640 mg\""};
    const auto drug = terminology.drug_of_name(name);
    const auto product = drug ? std::nullopt : terminology.product_of_name(name);
    if (!drug && !product) return unknown_drug_named(name, terminology);
    Order order = drug ? order_of_drug(*drug, terminology) : order_of_product(*product, terminology);
    if (at < words.size()) {
        if (auto refusal = read_amount(order, words, at, terminology)) return *refusal;
    }
    return order;
}

std::optional<Refusal> read_ordered_amount(Order& order, std::string_view text, const Terminology& terminology) {
    const std::vector<std::string> words = words_of_order(text);
    if (words.empty() || !starts_number(words[0])) return Refusal{": it begins with no amount; write it like 640 mg"};
    return read_amount(order, words, 0, terminology);
}

}  // namespace stormkeel
