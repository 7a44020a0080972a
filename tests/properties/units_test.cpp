// A value means the same in every unit it may be written in.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <variant>

#include "properties/answer.h"
#include "properties/chart.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

// value in `unit` = value * numerator / denominator + plus; each conversion is exact for the decimals of a chart.
struct OtherUnit {
    const char* unit;
    int numerator;
    int denominator;
    int plus;
};

const std::map<std::string, OtherUnit> other_units{
    {"temperature", {"[degF]", 9, 5, 32}},
    {"weight", {"g", 1'000, 1, 0}},
    {"ferritin", {"ng/mL", 1, 1, 0}},
    {"give:tocilizumab", {"g", 1, 1'000, 0}},
    {"give:dexamethasone", {"ug", 1'000, 1, 0}},
    {"give:methylprednisolone", {"g", 1, 1'000, 0}},
    {"rate:norepinephrine", {"ng/kg/min", 1'000, 1, 0}},
};

RC_GTEST_PROP(Units, AChartInOtherUnitsIsTheSameChart, ()) {
    Chart chart = *charts(People::anyone);
    const Instant as_of = at_minute(*moments());
    const Timeline before = timeline_of(chart);
    for (Row& row : chart.rows) {
        const auto other = other_units.find(row.item);
        if (other == other_units.end() || row.value.empty()) continue;
        const auto& [unit, numerator, denominator, plus] = other->second;
        const Decimal value = parse_decimal(row.value).value();
        row.value = to_text(scale(value, numerator, denominator).value() + Decimal::whole(plus));
        row.unit = unit;
    }
    const Timeline after = timeline_of(chart);
    RC_ASSERT(after.rejected().empty());
    const auto answer = [&](const Timeline& timeline) {
        return text_of(assess(timeline, knowledge().guideline, as_of), Detail::everything);
    };
    RC_ASSERT(answer(after) == answer(before));
}

// Out into any accepted spelling of a unit and back again: the same number, but for what the spelling's own billionths
// cannot hold.
RC_GTEST_PROP(Units, EveryUnitLeadsThereAndBack, ()) {
    const Terminology& terminology = knowledge().terminology;
    const std::int64_t share = *rc::gen::inRange(0, 1'001);
    for (std::size_t i = 0; i < item_count; ++i) {
        const Item item = static_cast<Item>(i);
        const ItemTerms& terms = terminology.terms_of(item);
        if (!terms.lowest || !terms.highest) continue;
        const Decimal value = *terms.lowest + scale(*terms.highest - *terms.lowest, share, 1'000).value();
        for (const UnitSpelling& spelling : terms.units) {
            if (spelling.to != terms.unit || spelling.ambiguous) continue;
            const auto there = scale(value, spelling.denominator, spelling.numerator);
            if (!there) continue;  // too large a number in this unit
            const auto back = terminology.convert(item, *there + spelling.minus, spelling.spelling);
            const std::int64_t grain = spelling.numerator / spelling.denominator + 2;
            if (const Quantity* found = std::get_if<Quantity>(&back)) {
                RC_ASSERT(found->unit == terms.unit);
                RC_ASSERT(found->amount.billionths <= value.billionths + grain);
                RC_ASSERT(found->amount.billionths >= value.billionths - grain);
            } else {
                // Only a rounding over the end of the plausible range may refuse it.
                RC_LOG() << name_of(item) << " in " << spelling.spelling << ": " << std::get<Refusal>(back).why;
                RC_ASSERT((share == 0 || share == 1'000));
            }
        }
    }
}

}  // namespace
}  // namespace stormkeel::properties
