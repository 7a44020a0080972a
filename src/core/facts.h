// A fact: one thing recorded of one patient at one instant, small enough to keep millions of them.
#pragma once

#include <cstdint>
#include <string>

#include "core/quantity.h"
#include "core/time.h"
#include "core/vocabulary.h"

namespace stormkeel {

using DrugId = std::uint16_t;     // place in Formulary::drugs
using ProductId = std::uint16_t;  // place in Formulary::products

// How much of the value is known.
enum class ValueState : std::uint8_t {
    known,
    not_recorded,  // the record says that it was, not how much: a dose given, an infusion that runs without a rate
    unreadable     // the record was rejected; it ends what it would have replaced (oxygen, infusions, doses)
};

// What one fact carries, by kind of item:
//   measured, score      amount in the canonical unit, comparator
//   word, done           code: place in words_of(item)
//   substance            code: DrugId
//   therapy              code: ProductId; amount and unit of the dose when told
//   give, rate, order    code: DrugId (unknown_drug when its name is not known); amount, unit
//   baseline_oxygen      unit l_per_min and amount, or unit none and code: a device
//   attributed           code: Component; amount: 1 explained from now, 0 clear; text: the cause
//   protocol             text
//   birth_date           is kept in Timeline, never as a fact
struct Fact {
    Instant at;
    Decimal amount;
    std::uint32_t source = 0;  // for Timeline::source_text
    std::uint32_t text = 0;    // for Timeline::text; 0 is the empty text
    std::uint16_t code = 0;
    Item item = Item::count_of_items;
    Unit unit = Unit::none;
    Comparator comparator = Comparator::equal;
    ValueState state = ValueState::known;
};
static_assert(sizeof(Fact) <= 32);

constexpr DrugId unknown_drug = 0xFFFF;  // a drug no terminology names; Fact::text tells it apart by name

// A record that could not be used. `where` is what a person can find again ("line 12", "Observation/o2"), never a path.
struct Rejection {
    std::string where;
    std::string what;  // the record's own words: "oxygen_device", "oxigen mask"
    std::string why;   // what is wrong and what would be right
    // When it was charted and of which item, where both are told: it may be newer than what is used.
    Instant at = never;
    Item item = Item::count_of_items;
    // Of a drug's record whose time is not told at all, so that it stands nowhere in the timeline.
    DrugId drug = unknown_drug;
    Instant at_latest = forever;  // of such a record, where it tells the day: it was before this
};

}  // namespace stormkeel
