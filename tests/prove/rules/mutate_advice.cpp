// Changes of what follows: actions, doses, intervals, clocks, urgencies, grades.
#include "prove/rules/mutant.h"

namespace stormkeel::prove {
namespace {

// Collects the changes of one rule, found again by its place in a list of the guideline.
template <class Rule>
class RuleMutants {
public:
    RuleMutants(std::vector<Mutant>& mutants, const Guideline& guideline, std::vector<Rule> Guideline::* rules,
                std::size_t place)
        : mutants_(mutants),
          id_(guideline.statements[(guideline.*rules)[place].statement].id),
          rules_(rules),
          place_(place) {}

    template <class Edit>
    void add(Change change, const std::string& what, Edit edit) {
        mutants_.push_back(
            {id_, change, what, [rules = rules_, place = place_, edit](Guideline& g) { edit((g.*rules)[place]); }, {}});
    }

    // A length of time that a rule holds, a minute either way, ten times and a tenth.
    template <class Put>
    void length(const std::string& what, Duration now, Put put) {
        const std::int64_t minute = minutes(1).microseconds;
        add(Change::number, what + " a minute longer", [=](Rule& r) { put(r, Duration{now.microseconds + minute}); });
        if (now.microseconds == 0) return;
        add(Change::number, what + " a minute shorter", [=](Rule& r) { put(r, Duration{now.microseconds - minute}); });
        add(Change::number, what + " x 10", [=](Rule& r) { put(r, Duration{now.microseconds * 10}); });
        add(Change::number, what + " / 10", [=](Rule& r) { put(r, Duration{now.microseconds / 10}); });
    }

    template <class Put>
    void amount(const std::string& what, Decimal now, Put put) {
        const std::int64_t step = Decimal::one;
        add(Change::number, what + " one more", [=](Rule& r) { put(r, Decimal{now.billionths + step}); });
        add(Change::number, what + " one less", [=](Rule& r) { put(r, Decimal{now.billionths - step}); });
        add(Change::number, what + " x 10", [=](Rule& r) { put(r, Decimal{now.billionths * 10}); });
        add(Change::number, what + " / 10", [=](Rule& r) { put(r, Decimal{now.billionths / 10}); });
    }

private:
    std::vector<Mutant>& mutants_;
    std::string id_;
    std::vector<Rule> Guideline::* rules_;
    std::size_t place_;
};

Action other_action(Action action) { return action == Action::give ? Action::consider : Action::give; }

// A figure that is never shown cannot be noticed: statements named _no_figure hold for those it is not meant for.
void mutate_dose(RuleMutants<Advice>& mutants, const DoseRule& dose, bool shows_figure) {
    if (dose.basis == DoseRule::Basis::stated && shows_figure) {
        mutants.amount("dose", dose.amount, [](Advice& r, Decimal value) { r.dose->amount = value; });
    }
    if (dose.maximum) {
        mutants.amount("maximum", *dose.maximum, [](Advice& r, Decimal value) { r.dose->maximum = value; });
    }
    for (const Population other : {Population::adult, Population::child, Population::everyone}) {
        // A dose by weight is the same for everyone.
        const bool by_weight =
            dose.basis == DoseRule::Basis::tocilizumab || dose.unit == Unit::mg_per_kg || dose.unit == Unit::ml_per_kg;
        if (other == dose.population || by_weight) continue;
        mutants.add(Change::reference, "population " + std::to_string(static_cast<int>(other)),
                    [other](Advice& r) { r.dose->population = other; });
    }
}

void mutate_moments(RuleMutants<Advice>& mutants, const Advice& advice) {
    if (advice.over) {
        mutants.length("over", *advice.over, [](Advice& r, Duration value) { r.over = value; });
    }
    if (advice.every) {
        mutants.length("every", *advice.every, [](Advice& r, Duration value) { r.every = value; });
    }
    if (advice.due_anchor != Anchor::none) {
        mutants.length("due", advice.due_after, [](Advice& r, Duration value) { r.due_after = value; });
        mutants.add(Change::reference, "no due", [](Advice& r) { r.due_anchor = Anchor::none; });
    }
    if (advice.not_before_anchor != Anchor::none) {
        mutants.length("not before", advice.not_before_after,
                       [](Advice& r, Duration value) { r.not_before_after = value; });
        mutants.add(Change::reference, "no not_before", [](Advice& r) { r.not_before_anchor = Anchor::none; });
    }
}

void mutate_advice(std::vector<Mutant>& all, const Guideline& guideline, std::size_t place) {
    const Advice& advice = guideline.advice[place];
    RuleMutants<Advice> mutants(all, guideline, &Guideline::advice, place);
    const Action other = other_action(advice.action);
    mutants.add(Change::operation, "action " + std::string(name_of(other)), [other](Advice& r) { r.action = other; });
    mutants.add(Change::reference, "another item", [](Advice& r) { r.item = "potassium"; });
    if (advice.action != Action::avoid) {
        const Urgency urgency = advice.urgency == Urgency::now ? Urgency::today : Urgency::now;
        mutants.add(Change::priority, "urgency " + std::string(name_of(urgency)),
                    [urgency](Advice& r) { r.urgency = urgency; });
    }
    for (std::size_t i = 0; i < advice.order_items.size(); ++i) {
        mutants.add(Change::reference, "no order of " + advice.order_items[i],
                    [i](Advice& r) { r.order_items[i] = "potassium"; });
    }
    if (advice.action == Action::avoid && !advice.order_items.empty()) {
        mutants.add(Change::operation, advice.order_warns ? "order stops" : "order warns",
                    [](Advice& r) { r.order_warns = !r.order_warns; });
    }
    const std::string& id = guideline.statements[advice.statement].id;
    if (advice.dose) mutate_dose(mutants, *advice.dose, !id.ends_with("_no_figure"));
    mutate_moments(mutants, advice);
}

void mutate_clock(std::vector<Mutant>& all, const Guideline& guideline, std::size_t place) {
    const Clock& clock = guideline.clocks[place];
    RuleMutants<Clock> mutants(all, guideline, &Guideline::clocks, place);
    mutants.length("due", clock.after, [](Clock& r, Duration value) { r.after = value; });
    mutants.add(Change::reference, "another item", [](Clock& r) { r.item = "potassium"; });
    mutants.add(Change::reference, "another anchor",
                [](Clock& r) { r.anchor = r.anchor == Anchor::onset ? Anchor::grade_since : Anchor::onset; });
}

template <class Rule>
void mutate_grades(std::vector<Mutant>& all, const Guideline& guideline, std::vector<Rule> Guideline::* rules) {
    for (std::size_t i = 0; i < (guideline.*rules).size(); ++i) {
        RuleMutants<Rule> mutants(all, guideline, rules, i);
        mutants.add(Change::number, "one grade up", [](Rule& r) { ++r.grade; });
        mutants.add(Change::number, "one grade down", [](Rule& r) { --r.grade; });
    }
}

}  // namespace

std::string_view name_of(Change change) {
    switch (change) {
        case Change::number:
            return "number";
        case Change::operation:
            return "operator";
        case Change::reference:
            return "reference";
        case Change::priority:
            return "priority";
    }
    return "";
}

void add_advice_mutants(std::vector<Mutant>& mutants, const Guideline& guideline) {
    for (std::size_t i = 0; i < guideline.advice.size(); ++i) mutate_advice(mutants, guideline, i);
    for (std::size_t i = 0; i < guideline.clocks.size(); ++i) mutate_clock(mutants, guideline, i);
    for (std::size_t i = 0; i < guideline.questions.size(); ++i) {
        RuleMutants<Question> question(mutants, guideline, &Guideline::questions, i);
        question.add(Change::reference, "another item", [](Question& r) { r.item = "potassium"; });
    }
    mutate_grades(mutants, guideline, &Guideline::grade_rules);
    mutate_grades(mutants, guideline, &Guideline::treat_as_rules);
}

std::vector<Mutant> mutants_of(const Guideline& guideline) {
    std::vector<Mutant> mutants;
    add_parameter_mutants(mutants, guideline);
    add_table_mutants(mutants, guideline);
    add_condition_mutants(mutants, guideline);
    add_advice_mutants(mutants, guideline);
    return mutants;
}

}  // namespace stormkeel::prove
