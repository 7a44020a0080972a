// A depth-first search that leaves a branch as soon as one condition is absent whatever the other findings are.
#include "guideline/search.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace stormkeel::pack {
namespace {

std::int64_t highest_of(FindingId finding, const Formulary& formulary) {
    switch (kind_of(finding)) {
        case FindingKind::truth:
            return 1;
        case FindingKind::level:
        case FindingKind::choice: {
            const std::size_t words =
                finding == FindingId::product ? formulary.products.size() : words_of(finding).size();
            return words == 0 ? 0 : static_cast<std::int64_t>(words) - 1;
        }
        default:
            return unbounded;
    }
}

std::int64_t lowest_of(FindingId finding) {
    return kind_of(finding) == FindingKind::duration ? not_happened.lowest : 0;
}

// A finding of the conditions and what it can be: `whole` before anything is decided, then one of `values`.
struct Variable {
    FindingId finding = FindingId::count_of_findings;
    Range whole;
    std::vector<Range> values;
};

class Search {
public:
    Search(const std::vector<Condition>& conditions, const Formulary& formulary, std::size_t limit)
        : conditions_(conditions), formulary_(formulary), limit_(limit) {
        for (const Condition& condition : conditions) {
            for (const Step& step : condition.steps) {
                if (step.finding != FindingId::count_of_findings) add(step.finding);
            }
        }
    }

    SearchResult run() {
        SearchResult result;
        if (descend(0)) {
            result.outcome = SearchResult::Outcome::found;
            result.example = example();
        } else if (tries_ > limit_) {
            result.outcome = SearchResult::Outcome::undecided;
        }
        return result;
    }

private:
    void add(FindingId finding) {
        const auto known = [&](const Variable& variable) { return variable.finding == finding; };
        if (std::any_of(variables_.begin(), variables_.end(), known)) return;
        Variable variable;
        variable.finding = finding;
        variable.whole = between(lowest_of(finding), highest_of(finding, formulary_));
        std::set<std::int64_t> begins = {variable.whole.lowest};  // of the intervals between the cuts
        bool asks_unknown = false;
        const auto cut = [&](std::int64_t value) {
            if (value > variable.whole.lowest && value <= variable.whole.highest) begins.insert(value);
        };
        for (const Condition& condition : conditions_) {
            for (const Step& step : condition.steps) {
                if (step.finding != finding) continue;
                if (step.kind == Step::Kind::is_unknown) asks_unknown = true;
                if (step.kind == Step::Kind::at_least || step.kind == Step::Kind::equal) cut(step.value);
                if (step.kind == Step::Kind::at_most || step.kind == Step::Kind::equal) cut(step.value + 1);
            }
        }
        for (const std::int64_t begin : begins) variable.values.push_back(exactly(begin));
        if (asks_unknown) add_ranges(variable, {begins.begin(), begins.end()});
        variables_.push_back(std::move(variable));
    }

    static void add_ranges(Variable& variable, const std::vector<std::int64_t>& begins) {
        for (std::size_t i = 0; i < begins.size(); ++i) {
            for (std::size_t j = i; j < begins.size(); ++j) {
                const std::int64_t end = j + 1 < begins.size() ? begins[j + 1] - 1 : variable.whole.highest;
                if (end > begins[i]) variable.values.push_back(between(begins[i], end));
            }
        }
    }

    // Unlike the core's evaluator this one knows findings that are not decided yet: `is unknown` of one is open.
    Truth truth_of_step(const Step& step) const {
        const auto& decided = values_[static_cast<std::size_t>(step.finding)];
        if (decided) return compare(*decided, step.kind, step.value);
        if (step.kind == Step::Kind::is_unknown) return Truth::unknown;
        return compare(between(lowest_of(step.finding), highest_of(step.finding, formulary_)), step.kind, step.value);
    }

    Truth truth_now(const Condition& condition) {
        stack_.clear();
        for (const Step& step : condition.steps) {
            if (step.kind == Step::Kind::negate) {
                stack_.back() = negated(stack_.back());
            } else if (step.kind == Step::Kind::both || step.kind == Step::Kind::either) {
                const Truth last = stack_.back();
                stack_.pop_back();
                stack_.back() = step.kind == Step::Kind::both ? both(stack_.back(), last) : either(stack_.back(), last);
            } else {
                stack_.push_back(truth_of_step(step));
            }
        }
        return stack_.empty() ? Truth::present : stack_.back();
    }

    bool descend(std::size_t depth) {
        if (++tries_ > limit_) return false;
        Truth truth = Truth::present;
        for (const Condition& condition : conditions_) truth = both(truth, truth_now(condition));
        if (truth != Truth::unknown) return truth == Truth::present;
        if (depth == variables_.size()) return false;
        auto& value = values_[static_cast<std::size_t>(variables_[depth].finding)];
        for (const Range& range : variables_[depth].values) {
            value = range;
            if (descend(depth + 1)) return true;
        }
        value.reset();
        return false;
    }

    std::string example() const {
        std::string text;
        for (const Variable& variable : variables_) {
            const auto& value = values_[static_cast<std::size_t>(variable.finding)];
            if (!value) continue;
            if (!text.empty()) text += ", ";
            text += words_for(variable.finding, *value);
        }
        return text;
    }

    std::string words_for(FindingId finding, Range range) const {
        const std::string name(name_of(finding));
        if (!range.known()) return name + " unknown";
        const auto place = static_cast<std::size_t>(std::max<std::int64_t>(range.lowest, 0));
        switch (kind_of(finding)) {
            case FindingKind::truth:
                return range.lowest == 1 ? name : "not " + name;
            case FindingKind::level:
            case FindingKind::choice:
                if (finding == FindingId::product) return name + " = " + formulary_.products.at(place).name;
                return name + " = " + std::string(words_of(finding)[place]);
            case FindingKind::duration:
                return name + (range.lowest < 0 ? " never begun" : " = " + to_words(Duration{range.lowest}));
            default:
                return name + " = " + std::to_string(range.lowest);
        }
    }

    const std::vector<Condition>& conditions_;
    const Formulary& formulary_;
    std::size_t limit_;
    std::size_t tries_ = 0;
    std::vector<Variable> variables_;
    std::array<std::optional<Range>, finding_count> values_;
    std::vector<Truth> stack_;
};

}  // namespace

SearchResult find_present(const std::vector<Condition>& conditions, const Formulary& formulary, std::size_t limit) {
    return Search(conditions, formulary, limit).run();
}

Condition negation_of(Condition condition) {
    condition.steps.push_back({Step::Kind::negate});
    return condition;
}

}  // namespace stormkeel::pack
