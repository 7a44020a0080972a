// Walks over the abstract domain in mixed radix.
#include "prove/exhaustive/domain.h"

#include <algorithm>
#include <numeric>

namespace prove {

namespace {

static_assert(std::gcd(stride, state_count) == 1);

constexpr Digits split(std::uint64_t number) {
    Digits digits{};
    for (std::size_t i = 0; i < dimension_count; ++i) {
        digits[i] = static_cast<std::uint8_t>(number % sizes[i]);
        number /= sizes[i];
    }
    return digits;
}

constexpr Digits stride_digits = split(stride);

}  // namespace

Digits digits_of(std::uint64_t place) {
    // place times stride, by doubling: every sum stays below twice the number of states.
    std::uint64_t number = 0;
    std::uint64_t doubled = stride;
    for (std::uint64_t rest = place; rest != 0; rest /= 2) {
        if (rest % 2 == 1) number = (number + doubled) % state_count;
        doubled = 2 * doubled % state_count;
    }
    return split(number);
}

void advance(Digits& digits) {
    unsigned carry = 0;
    for (std::size_t i = 0; i < dimension_count; ++i) {
        const unsigned sum = static_cast<unsigned>(digits[i]) + stride_digits[i] + carry;
        carry = sum >= sizes[i] ? 1U : 0U;
        digits[i] = static_cast<std::uint8_t>(carry != 0 ? sum - sizes[i] : sum);
    }
}

second::State state_of(const Digits& digits) {
    second::State state;
    state.fever = static_cast<second::Answer>(digits[fever]);
    state.attributed = static_cast<second::Attributed>(digits[attribution]);
    state.masked = digits[masking] == 1;
    state.hypotension = static_cast<second::Answer>(digits[hypotension]);
    state.pressors = static_cast<second::Pressors>(digits[pressors]);
    state.vasopressin = static_cast<second::Answer>(digits[vasopressin]);
    state.oxygen = static_cast<second::Oxygen>(digits[oxygen]);
    state.therapy = static_cast<second::Therapy>(digits[therapy]);
    state.boluses = digits[boluses];
    state.icans = digits[icans];
    state.tocilizumab = digits[tocilizumab_total];
    // Nobody had more in a day than in all: such a state stands for the nearest one that can be.
    state.tocilizumab_today = std::min(digits[tocilizumab_24_h], digits[tocilizumab_total]);
    state.since_last = static_cast<second::SinceLast>(digits[since_last]);
    state.steroid = static_cast<second::Steroid>(digits[steroid]);
    state.fever_three_days = static_cast<second::Answer>(digits[fever_days]);
    state.weight = static_cast<second::Weight>(digits[weight]);
    state.contraindication = static_cast<second::Contraindication>(digits[contraindication]);
    state.hlh = static_cast<second::Answer>(digits[hlh]);
    return state;
}

std::uint32_t grading_of(const Digits& digits) {
    std::uint32_t grading = 0;
    for (std::size_t i = boluses; i-- > 0;) grading = grading * sizes[i] + digits[i];
    return grading;
}

second::State state_of_grading(std::uint32_t grading) { return state_of(split(grading)); }

}  // namespace prove
