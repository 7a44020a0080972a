// A condition of the packs holds, or not, whether all of it is looked at or no more than settles it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "guideline/every_rule.h"
#include "properties/knowledge.h"

namespace stormkeel::properties {
namespace {

// Where a finding lies to what a condition compares it with: below, at or above it, with either end.
struct Ends {
    int lowest = 0;
    int highest = 0;
};

using AllEnds = std::vector<Ends>;

rc::Gen<AllEnds> all_ends() {
    const auto end = rc::gen::inRange(-1, 2);
    const auto ends = rc::gen::map(rc::gen::pair(end, end), [](const std::pair<int, int>& drawn) {
        return Ends{std::min(drawn.first, drawn.second), std::max(drawn.first, drawn.second)};
    });
    return rc::gen::container<AllEnds>(finding_count, ends);
}

FindingRanges around(const Condition& condition, const AllEnds& ends) {
    FindingRanges findings{};
    for (const Step& step : condition.steps) {
        if (step.finding == FindingId::count_of_findings) continue;
        const auto place = static_cast<std::size_t>(step.finding);
        findings[place] = between(step.value + ends[place].lowest, step.value + ends[place].highest);
    }
    return findings;
}

RC_GTEST_PROP(Conditions, AShortcutChangesNoTruth, ()) {
    const AllEnds ends = *all_ends();
    pack::for_every_rule(knowledge().guideline, [&](const auto& rule) {
        const FindingRanges findings = around(rule.when, ends);
        const Truth in_full = evaluate(rule.when, findings, [](const Step&, Truth) {});
        RC_ASSERT(evaluate(rule.when, findings) == in_full);
    });
}

TEST(Conditions, EveryRuleOfThePacksIsMarked) {
    std::size_t joined = 0;
    for (const Advice& advice : knowledge().guideline.advice) {
        const auto& steps = advice.when.steps;
        const bool joins = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
            return step.kind == Step::Kind::both || step.kind == Step::Kind::either;
        });
        if (!joins) continue;
        ++joined;
        EXPECT_TRUE(std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.skip != 0; }));
    }
    EXPECT_GT(joined, 100U);
}

}  // namespace
}  // namespace stormkeel::properties
