// Reads an order that somebody is about to sign out of words: "tocilizumab 640 mg", or the amount alone.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "adapters/terminology.h"
#include "core/assess.h"

namespace stormkeel {

// An order of a known drug, or of the next dose of a known product, without its amount.
Order order_of_drug(DrugId drug, const Terminology& terminology);
Order order_of_product(ProductId product, const Terminology& terminology);

// Drug, amount and unit, or the drug alone. Brand names are taken. The refusal goes on after the name of what was read:
// " is empty; write it like ...", ": the unit of 640 is missing".
std::variant<Order, Refusal> order_in_words(std::string_view text, const Terminology& terminology);

// The amount of an order whose drug is known: "640 mg", "640 mg IV", and nothing else. The order is as it was when the
// words are refused.
std::optional<Refusal> read_ordered_amount(Order& order, std::string_view text, const Terminology& terminology);

}  // namespace stormkeel
