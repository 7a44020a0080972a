// One answer as numbers: what is compared, and what the hash is taken of.
#pragma once

#include "prove/second/advice.h"
#include "prove/second/grade.h"

namespace prove {

struct Output {
    std::uint64_t bits = 0;    // grades, treat_as, the act of every item, questions, and whether tocilizumab may start
    std::uint16_t tenths = 0;  // the dose of tocilizumab
    friend constexpr bool operator==(const Output&, const Output&) = default;
};

struct Answer {
    second::Range crs;
    second::Range icans;
    std::uint8_t treat_as = 0;
    second::Advice advice;
};

constexpr Output packed(const Answer& answer) {
    Output output;
    const auto push = [&output](unsigned value, unsigned width) { output.bits = output.bits << width | value; };
    push(answer.crs.low, 3);
    push(answer.crs.high, 3);
    push(answer.icans.low, 3);
    push(answer.icans.high, 3);
    push(answer.treat_as, 3);
    for (const second::Act act : answer.advice.act) push(act, 3);
    push(answer.advice.asked[second::tocilizumab] ? 1U : 0U, 1);
    push(answer.advice.asked[second::corticosteroid] ? 1U : 0U, 1);
    push(answer.advice.tocilizumab_now ? 1U : 0U, 1);
    output.tenths = answer.advice.tocilizumab_tenths;
    return output;
}

}  // namespace prove
