// Holds single answers against the invariants, and each grading state against its neighbours.
#include "prove/exhaustive/invariants.h"

#include <algorithm>
#include <array>

namespace prove {

namespace {

using second::Act;

bool offered(Act act) {
    return act == second::give || act == second::consider || act == second::give_every_12 ||
           act == second::give_every_6;
}

bool given(Act act) { return offered(act) && act != second::consider; }

Violation broken_dosing(const second::State& state, const Answer& answer) {
    const second::Advice& advice = answer.advice;
    const bool toci = offered(advice.act[second::tocilizumab]);
    const bool now = advice.tocilizumab_now;
    if (toci && state.tocilizumab == 4) return {"I-01", "a fifth tocilizumab is offered"};
    if (now && (state.tocilizumab_today >= 3 || state.tocilizumab >= 4))
        return {"I-02", "now, with 3 in 24 h or 4 in all"};
    const bool too_early = state.tocilizumab >= 1 && state.since_last == second::under_8_hours;
    if (now && too_early) return {"I-03", "now, before 8 h are over"};
    if (advice.tocilizumab_tenths > 8000) return {"I-04", "more than 800 mg"};
    constexpr std::array<std::uint16_t, 4> by_weight{3588, 2400, 6400, 8000};
    const bool weighed = state.weight <= second::kg_101;
    if (toci && weighed && advice.tocilizumab_tenths != by_weight[state.weight]) return {"I-05", "not mg/kg times kg"};
    if (!weighed && advice.tocilizumab_tenths != 0) return {"I-06", "a figure without a fresh weight"};
    const bool unknown_history = state.tocilizumab == 5;
    if (unknown_history && (toci || now)) return {"I-07", "eligible with an unknown history"};
    const bool asks_first = advice.act[second::tocilizumab] == second::ask;
    if (asks_first && advice.tocilizumab_tenths != 0) return {"I-12", "a dose while the question is open"};
    const int plans = (given(advice.act[second::dexamethasone]) ? 1 : 0) +
                      (given(advice.act[second::methylprednisolone]) ? 1 : 0) +
                      (given(advice.act[second::corticosteroid]) ? 1 : 0);
    if (plans > 1) return {"I-13", "two corticosteroid plans"};
    return {nullptr, nullptr};
}

Violation broken_advice(const second::State& state, const Answer& answer) {
    const auto& act = answer.advice.act;
    const bool steroid = given(act[second::dexamethasone]) || given(act[second::methylprednisolone]) ||
                         given(act[second::corticosteroid]);
    if (answer.crs == second::Range{1, 1} && answer.icans.low >= 2 && state.therapy != second::no_therapy) {
        if (!steroid) return {"I-22", "no corticosteroid at CRS 1 with ICANS 2 or more"};
        if (act[second::tocilizumab] != second::avoid) return {"I-22", "tocilizumab is not avoided"};
    }
    if (offered(act[second::gm_csf])) return {"I-27", "GM-CSF is offered"};
    const bool severe = answer.crs.low >= 3;
    if (severe && (act[second::icu_admission] != second::give || act[second::echocardiogram] != second::give)) {
        return {"I-31", "grade 3 without intensive care or echocardiogram"};
    }
    if (answer.crs.low >= 2 && act[second::telemetry] != second::give) return {"I-31", "grade 2 without telemetry"};
    const bool something =
        std::any_of(act.begin(), act.end(), [](Act one) { return offered(one) || one == second::ask; });
    if (answer.crs.low >= 2 && !something) return {"I-32", "grade 2 without an action"};
    const bool plan = state.steroid != second::no_steroid && answer.crs.low >= 1;
    if (plan && act[second::antifungal] != second::consider) return {"I-33", "no antifungal with a corticosteroid"};
    if (state.hlh != second::no && act[second::hlh_workup] != second::give)
        return {"I-34", "HLH may be and is not shown"};
    return {nullptr, nullptr};
}

// Every grading state that makes one unknown part known, or has one more of support.
template <typename See>
void for_neighbours(std::uint32_t place, See&& see) {
    std::uint32_t weight = 1;
    std::uint32_t rest = place;
    for (std::size_t i = 0; i < boluses; ++i) {
        const std::uint32_t digit = rest % sizes[i];
        rest /= sizes[i];
        for (std::uint32_t other = 0; other < sizes[i]; ++other) {
            if (other != digit) see(static_cast<Dimension>(i), digit, other, place - digit * weight + other * weight);
        }
        weight *= sizes[i];
    }
}

struct Completions {
    Dimension dimension;
    std::uint32_t unknown;
    std::uint64_t known;  // a bit for each class that the unknown one may turn out to be
};

constexpr std::array<Completions, 9> completions{{{fever, second::unknown, 0b011},
                                                  {hypotension, second::unknown, 0b011},
                                                  {pressors, second::pressors_unknown, 0b01111},
                                                  {vasopressin, second::unknown, 0b011},
                                                  {oxygen, second::air_and_unmeasured, 0b00000000011},
                                                  {oxygen, second::cannula_of_unknown_flow, 0b00000011000},
                                                  {oxygen, second::not_charted, 0b11011111111},
                                                  {oxygen, second::not_charted_desaturated, 0b00011111010},
                                                  {oxygen, second::flow_without_device, 0b00011111000}}};

constexpr bool completes(Dimension dimension, std::uint32_t from, std::uint32_t to) {
    for (const Completions& one : completions) {
        if (one.dimension == dimension && one.unknown == from && (one.known >> to & 1U) != 0) return true;
    }
    return false;
}

// What weighs more as support: pressure, vasopressors, vasopressin, and oxygen by device.
constexpr std::array<int, 11> oxygen_rank{0, 1, -1, 2, 3, -1, 3, 4, -1, -1, -1};
constexpr bool is_more_support(Dimension dimension, std::uint32_t from, std::uint32_t to) {
    if (dimension == hypotension || dimension == vasopressin) return from == second::no && to == second::yes;
    if (dimension == pressors) return from < to && to <= second::pressors_3;
    if (dimension != oxygen) return false;
    return oxygen_rank[from] >= 0 && oxygen_rank[to] > oxygen_rank[from];
}

std::string at_state(const char* what, std::uint32_t place) {
    return what + std::string(", grading state ") + std::to_string(place);
}

void check_neighbour(const Product& product, std::uint32_t place, std::uint32_t other, Dimension dimension,
                     Checked& checked) {
    const second::Range one = product.crs(place);
    const second::Range two = product.crs(other);
    std::array<std::uint32_t, 2> digit{};
    std::uint32_t weight = 1;
    for (std::size_t i = 0; i < dimension; ++i) weight *= sizes[i];
    digit = {place / weight % sizes[dimension], other / weight % sizes[dimension]};
    ++checked.comparisons;
    if (is_more_support(dimension, digit[0], digit[1]) && (two.low < one.low || two.high < one.high)) {
        checked.broken.push_back(at_state("I-17: more support lowers the grade", place));
    }
    if (completes(dimension, digit[0], digit[1]) && (two.low < one.low || two.high > one.high)) {
        checked.broken.push_back(at_state("I-18, I-19: a completion lies outside the range", place));
    }
    const second::State state = state_of_grading(place);
    const bool loses_fever = dimension == fever && digit[0] == second::yes && digit[1] == second::no;
    const bool masked =
        state.masked && state.therapy != second::no_therapy && state.attributed != second::fever_attributed;
    if (loses_fever && masked && one.low >= 2 && two.low < one.low) {
        checked.broken.push_back(at_state("I-24: absent fever lowers a grade that support holds", place));
    }
}

void check_state(const Product& product, std::uint32_t place, Checked& checked) {
    const second::Range crs = product.crs(place);
    ++checked.comparisons;
    if (crs.low > crs.high) checked.broken.push_back(at_state("I-26: no interval", place));
    if (crs.high > 4) checked.broken.push_back(at_state("I-23: grade 5 without a death", place));
    for (const second::Answer hlh : {second::no, second::yes, second::unknown}) {
        if (product.crs_with(place, hlh) != crs)
            checked.broken.push_back(at_state("I-21: organs change the grade", place));
    }
    // The two axes, each alone: normal oxygen, and normal pressure without vasopressors.
    Digits digits{};
    std::uint32_t rest = place;
    for (std::size_t i = 0; i < boluses; ++i) {
        digits[i] = static_cast<std::uint8_t>(rest % sizes[i]);
        rest /= sizes[i];
    }
    Digits pressure_alone = digits;
    pressure_alone[oxygen] = second::air_and_saturated;
    Digits oxygen_alone = digits;
    oxygen_alone[hypotension] = oxygen_alone[pressors] = oxygen_alone[vasopressin] = 0;
    const second::Range together =
        second::worse_of(product.crs(grading_of(pressure_alone)), product.crs(grading_of(oxygen_alone)));
    if (together != crs) checked.broken.push_back(at_state("I-20: not the worse of the two axes", place));
}

}  // namespace

Violation broken_by(const second::State& state, const Answer& answer) {
    const Violation dosing = broken_dosing(state, answer);
    return dosing.invariant != nullptr ? dosing : broken_advice(state, answer);
}

Checked check_grading(const Product& product) {
    Checked checked;
    for (std::uint32_t place = 0; place < grading_count; ++place) {
        check_state(product, place, checked);
        for_neighbours(place, [&](Dimension dimension, std::uint32_t, std::uint32_t, std::uint32_t other) {
            check_neighbour(product, place, other, dimension, checked);
        });
    }
    return checked;
}

Checked check_dosing(Product& product) {
    Checked checked;
    const auto eligible = [&](unsigned total, unsigned today, unsigned since) {
        Digits digits{};
        digits[tocilizumab_total] = static_cast<std::uint8_t>(total);
        digits[tocilizumab_24_h] = static_cast<std::uint8_t>(today);
        digits[since_last] = static_cast<std::uint8_t>(since);
        ++checked.comparisons;
        return product.answer(digits).advice.tocilizumab_now;
    };
    for (unsigned total = 0; total <= 4; ++total) {
        for (unsigned today = 0; today <= std::min(total, 3U); ++today) {
            const bool now = eligible(total, today, second::from_8_hours_not_better);
            const bool earlier = total > 0 && eligible(total, today, second::under_8_hours);
            const bool more =
                total < 4 && eligible(total + 1, std::min(today + 1, 3U), second::from_8_hours_not_better);
            if ((more || earlier) && !now) checked.broken.emplace_back("I-08: a dose more makes eligible");
        }
    }
    const auto& steps = product.guideline().parameters.methylprednisolone_course;
    for (std::size_t i = 1; i < steps.size(); ++i) {
        ++checked.comparisons;
        if (steps[i].mg > steps[i - 1].mg) checked.broken.emplace_back("I-14: the taper rises");
    }
    if (steps.empty()) checked.broken.emplace_back("I-14: there is no taper");
    return checked;
}

}  // namespace prove
