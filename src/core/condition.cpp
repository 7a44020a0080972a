// Evaluation with shortcuts, and the names, kinds and words of the findings, written from the one list of them.
#include "core/condition.h"

#include <algorithm>

#include "core/vocabulary.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, finding_count> finding_names{
#define STORMKEEL_NAME(name, kind) #name,
    STORMKEEL_GRADING_FINDINGS(STORMKEEL_NAME) STORMKEEL_MANAGEMENT_FINDINGS(STORMKEEL_NAME)
        STORMKEEL_COMPARISON_FINDINGS(STORMKEEL_NAME)
#undef STORMKEEL_NAME
};

constexpr std::array<std::string_view, 4> oxygen_levels{"none", "low_flow", "high_flow", "positive_pressure"};
constexpr std::array<std::string_view, 4> courses{"none", "dexamethasone", "methylprednisolone", "other"};
constexpr std::array<std::string_view, 3> therapies{"none", "car_t", "bispecific"};

}  // namespace

std::string_view name_of(FindingId finding) { return finding_names.at(static_cast<std::size_t>(finding)); }

std::span<const std::string_view> words_of(FindingId finding) {
    switch (finding) {
        case FindingId::oxygen_support:
            return oxygen_levels;
        case FindingId::consciousness:
            return words_of(Item::consciousness);
        case FindingId::seizure:
            return words_of(Item::seizure);
        case FindingId::cerebral_edema:
            return words_of(Item::cerebral_edema);
        case FindingId::corticosteroid_course:
            return courses;
        case FindingId::therapy:
            return therapies;
        default:
            return {};
    }
}

void mark_shortcuts(Condition& condition) {
    std::vector<Step>& steps = condition.steps;
    condition.lengths = {steps.size(), 0};
    std::vector<std::size_t> pushed;  // by which step each truth on the stack was pushed
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].skip = 0;
        const bool joins = steps[i].kind == Step::Kind::both || steps[i].kind == Step::Kind::either;
        if (joins) {
            pushed.pop_back();
            Step& left = steps[pushed.back()];
            left.skip = static_cast<std::uint16_t>(i - pushed.back());
            left.settles = steps[i].kind == Step::Kind::both ? Truth::absent : Truth::present;
            pushed.back() = i;
        } else if (steps[i].kind == Step::Kind::negate) {
            pushed.back() = i;
        } else {
            pushed.push_back(i);
            if (kind_of(steps[i].finding) != FindingKind::duration) continue;
            condition.lengths = {std::min(condition.lengths[0], i), i + 1};
        }
    }
}

Truth evaluate(const Condition& condition, const FindingRanges& findings) {
    std::array<Truth, Condition::depth_limit> stack{};
    std::size_t top = 0;  // one above the last truth pushed
    const Step* const end = condition.steps.data() + condition.steps.size();
    for (const Step* step = condition.steps.data(); step != end; ++step) {
        switch (step->kind) {
            case Step::Kind::both:
                --top;
                stack[top - 1] = both(stack[top - 1], stack[top]);
                break;
            case Step::Kind::either:
                --top;
                stack[top - 1] = either(stack[top - 1], stack[top]);
                break;
            case Step::Kind::negate:
                stack[top - 1] = negated(stack[top - 1]);
                break;
            default:
                stack[top++] = compare(findings[static_cast<std::size_t>(step->finding)], step->kind, step->value);
        }
        while (step->skip != 0 && stack[top - 1] == step->settles) step += step->skip;
    }
    return condition.steps.empty() ? Truth::present : stack[0];
}

}  // namespace stormkeel
