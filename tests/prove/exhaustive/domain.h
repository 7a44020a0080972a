// The abstract domain as numbers: every state has one, and a slice walks over them evenly.
#pragma once

#include <array>
#include <cstdint>

#include "prove/second/state.h"

namespace prove {

enum Dimension : std::uint8_t {
    fever,
    attribution,
    masking,
    hypotension,
    pressors,
    vasopressin,
    oxygen,
    therapy,
    boluses,
    icans,
    tocilizumab_total,
    tocilizumab_24_h,
    since_last,
    steroid,
    fever_days,
    weight,
    contraindication,
    hlh,
    dimension_count
};

inline constexpr std::array<std::uint8_t, dimension_count> sizes{3, 3, 2, 3, 5, 3, 11, 4, 3, 6, 6, 4, 5, 4, 3, 6, 3, 3};

constexpr std::uint64_t product_of_sizes() {
    std::uint64_t product = 1;
    for (const std::uint8_t size : sizes) product *= size;
    return product;
}
inline constexpr std::uint64_t state_count = product_of_sizes();
static_assert(state_count == 49'884'595'200);

// The golden section of the domain, and coprime to it: the first N multiples are N different states that lie evenly,
// whatever N is, and neighbours in the walk differ in nearly every dimension.
inline constexpr std::uint64_t stride = 30'830'375'351;

using Digits = std::array<std::uint8_t, dimension_count>;

// The place'th state of the walk.
Digits digits_of(std::uint64_t place);
// The next one.
void advance(Digits& digits);

second::State state_of(const Digits& digits);

// The first eight dimensions decide the grade; together they are one number below grading_count.
inline constexpr std::uint32_t grading_count = 3 * 3 * 2 * 3 * 5 * 3 * 11 * 4;
std::uint32_t grading_of(const Digits& digits);
second::State state_of_grading(std::uint32_t grading);

}  // namespace prove
