// All rules of a guideline that have a condition, list by list.
#pragma once

#include "core/guideline.h"

namespace stormkeel::pack {

// Calls `visit` with each; the rules of a guideline that may be changed may be changed.
template <class SomeGuideline, class Visit>
void for_every_rule(SomeGuideline& guideline, Visit visit) {
    const auto all = [&](auto& rules) {
        for (auto& rule : rules) visit(rule);
    };
    all(guideline.grade_rules);
    all(guideline.comparison_rules);
    all(guideline.differences);
    all(guideline.treat_as_rules);
    all(guideline.notes);
    all(guideline.questions);
    all(guideline.advice);
    all(guideline.clocks);
}

}  // namespace stormkeel::pack
