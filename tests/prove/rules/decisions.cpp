// Evaluates conditions over the truths of their atoms and notes which atom decided.
#include "prove/rules/decisions.h"

#include <utility>

namespace stormkeel::prove {
namespace {

bool is_atom(const Step& step) { return step.finding != FindingId::count_of_findings; }

std::pair<Truth, Truth> values_of(Between pair) {
    switch (pair) {
        case Between::true_false:
            return {Truth::present, Truth::absent};
        case Between::true_unknown:
            return {Truth::present, Truth::unknown};
        case Between::false_unknown:
            return {Truth::absent, Truth::unknown};
    }
    return {};
}

std::size_t place_of(Truth truth) { return static_cast<std::size_t>(truth); }

}  // namespace

std::string_view name_of(Between pair) {
    return pair == Between::true_false     ? "true/false"
           : pair == Between::true_unknown ? "true/unknown"
                                           : "false/unknown";
}

std::vector<Step> atoms_of(const Condition& condition) {
    std::vector<Step> atoms;
    for (const Step& step : condition.steps) {
        if (is_atom(step)) atoms.push_back(step);
    }
    return atoms;
}

std::vector<Truth> truths_of(const Condition& condition, const FindingRanges& findings) {
    std::vector<Truth> truths;
    for (const Step& step : condition.steps) {
        if (is_atom(step))
            truths.push_back(compare(findings[static_cast<std::size_t>(step.finding)], step.kind, step.value));
    }
    return truths;
}

Truth outcome_of(const Condition& condition, const std::vector<Truth>& atoms) {
    if (condition.steps.empty()) return Truth::present;
    std::array<Truth, Condition::depth_limit + 1> stack{};
    std::size_t top = 0;
    std::size_t next = 0;
    for (const Step& step : condition.steps) {
        if (is_atom(step)) {
            stack.at(top++) = atoms[next++];
        } else if (step.kind == Step::Kind::negate) {
            stack.at(top - 1) = negated(stack.at(top - 1));
        } else {
            --top;
            const bool both_needed = step.kind == Step::Kind::both;
            stack.at(top - 1) =
                both_needed ? both(stack.at(top - 1), stack.at(top)) : either(stack.at(top - 1), stack.at(top));
        }
    }
    return stack.front();
}

Decisions::Decisions(const Condition& condition)
    : condition_(condition), atoms_(atoms_of(condition)), seen_(atoms_.size()) {}

void Decisions::see(const FindingRanges& findings) { see(truths_of(condition_, findings)); }

void Decisions::see(const std::vector<Truth>& atoms) {
    const Truth outcome = outcome_of(condition_, atoms);
    std::vector<Truth> flipped = atoms;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        for (const Truth other : {Truth::absent, Truth::unknown, Truth::present}) {
            if (other == atoms[i]) continue;
            flipped[i] = other;
            if (outcome_of(condition_, flipped) == outcome) continue;
            seen_[i].outcomes.at(place_of(atoms[i])).at(place_of(other)).set(place_of(outcome));
        }
        flipped[i] = atoms[i];
    }
}

bool Decisions::shown(std::size_t atom, Between pair) const {
    const auto [one, other] = values_of(pair);
    const Outcomes& there = seen_[atom].outcomes.at(place_of(one)).at(place_of(other));
    const Outcomes& back = seen_[atom].outcomes.at(place_of(other)).at(place_of(one));
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            if (i != j && there.test(i) && back.test(j)) return true;
        }
    }
    return false;
}

}  // namespace stormkeel::prove
