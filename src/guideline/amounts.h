// Amounts as packs write them in quotes: "8 h", "38.0 Cel", "500 mg x 6", "last_tocilizumab + 8 h".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/guideline.h"
#include "core/quantity.h"
#include "core/time.h"

namespace stormkeel::pack {

// What was read, or why it cannot be and what would be right.
template <class T>
using OrWhy = std::variant<T, std::string>;

struct Amount {
    Decimal value;
    Unit unit = Unit::none;
};

// "38.0 Cel", "90 %", "2.2": a decimal and a UCUM unit of core/quantity.h, with one blank between them.
OrWhy<Amount> read_amount(std::string_view text);
OrWhy<Decimal> read_amount_in(std::string_view text, Unit unit);  // and the unit must be this one

// "30 min", "8 h", "3 d": a whole number up to a million and one of these three units.
OrWhy<Duration> read_length(std::string_view text);

// "last_tocilizumab + 8 h", or the moment alone: an anchor of core/guideline.h and how long after it.
struct Moment {
    Anchor anchor = Anchor::none;
    Duration after;
};
OrWhy<Moment> read_moment(std::string_view text);

}  // namespace stormkeel::pack
