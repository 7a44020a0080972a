// Keeps of every item the newest reading, and of one instant the more worrying.
#include "core/reading.h"

namespace stormkeel {

bool same_value(const Reading& reading, const Fact& fact) {
    return reading.amount == fact.amount && reading.code == fact.code && reading.comparator == fact.comparator &&
           reading.state == fact.state;
}

namespace {

// Field by field into its place: a copy of a reading just made would wait for its small fields to be written.
void replace(Reading& reading, const Fact& fact, std::uint32_t place, std::uint16_t run) {
    reading.at = fact.at;
    reading.amount = fact.amount;
    reading.fact = place;
    reading.conflict = no_fact;
    reading.code = fact.code;
    reading.same_in_a_row = run;
    reading.unit = fact.unit;
    reading.comparator = fact.comparator;
    reading.state = fact.state;
}

}  // namespace

Reading reading_of(const Fact& fact, std::uint32_t place) {
    Reading reading;
    replace(reading, fact, place, 1);
    return reading;
}

namespace {

bool is_numeric(Item item) { return kind_of(item) == ItemKind::measured || kind_of(item) == ItemKind::score; }

// How far beyond its number a value may lie in the worrying direction: "<90" is worse than 90.
int reach(Comparator comparator, bool higher) {
    if (comparator == (higher ? Comparator::above : Comparator::below)) return 2;
    return comparator == (higher ? Comparator::at_least : Comparator::at_most) ? 1 : 0;
}

bool worries_more(const Fact& fact, const Reading& kept) {
    if (fact.state == ValueState::unreadable) return false;
    if (kept.state == ValueState::unreadable) return true;
    if (fact.item == Item::rate) {
        // A drug that runs worries more than one that is stopped, at whatever rate.
        return fact.state == ValueState::not_recorded ? kept.amount == Decimal{} : fact.amount > kept.amount;
    }
    if (!is_numeric(fact.item)) return fact.code > kept.code;
    const bool higher = worrying_direction(fact.item) == Worry::higher;
    if (fact.amount == kept.amount) return reach(fact.comparator, higher) > reach(kept.comparator, higher);
    return higher ? fact.amount > kept.amount : fact.amount < kept.amount;
}

}  // namespace

void keep(Reading& kept, const Fact& fact, std::uint32_t place) {
    if (kept.at != fact.at) {
        const bool repeats = kept.exists() && same_value(kept, fact);
        const auto run = static_cast<std::uint16_t>(repeats && kept.same_in_a_row < 1000 ? kept.same_in_a_row + 1 : 1);
        return replace(kept, fact, place, run);
    }
    if (same_value(kept, fact)) return;
    const std::uint32_t other = kept.fact;
    if (worries_more(fact, kept)) {
        replace(kept, fact, place, 1);
        kept.conflict = other;
    } else {
        kept.conflict = place;
    }
}

}  // namespace stormkeel
