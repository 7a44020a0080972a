// Changes of conditions: numbers compared with, operators, findings.
#include <algorithm>

#include "prove/rules/feasible.h"
#include "prove/rules/mutant.h"

namespace stormkeel::prove {
namespace {

bool compares(const Step& step) {
    return step.kind == Step::Kind::at_least || step.kind == Step::Kind::at_most || step.kind == Step::Kind::equal;
}

bool is_bare_truth(const Step& step) { return kind_of(step.finding) == FindingKind::truth; }

// "first_tocilizumab_age >= 0 h" asks whether it has happened at all; its 0 is no number of medicine.
bool asks_whether_it_happened(const Step& step) {
    return kind_of(step.finding) == FindingKind::duration && step.kind == Step::Kind::at_least && step.value == 0;
}

std::string_view word_of(Step::Kind kind) {
    switch (kind) {
        case Step::Kind::at_least:
            return ">=";
        case Step::Kind::at_most:
            return "<=";
        case Step::Kind::equal:
            return "=";
        case Step::Kind::is_unknown:
            return "is unknown";
        case Step::Kind::both:
            return "and";
        case Step::Kind::either:
            return "or";
        case Step::Kind::negate:
            return "not";
    }
    return "";
}

class ConditionMutants {
public:
    ConditionMutants(std::vector<Mutant>& mutants, const Guideline& guideline, const ConditionPlace& place,
                     const Condition& now)
        : mutants_(mutants), guideline_(guideline), place_(place), now_(now) {}

    void add_all() {
        for (std::size_t i = 0; i < now_.steps.size(); ++i) {
            const Step& step = now_.steps[i];
            if (compares(step) && !is_bare_truth(step) && !asks_whether_it_happened(step)) numbers(i);
            operators(i);
            if (step.finding != FindingId::count_of_findings) references(i);
        }
    }

private:
    void numbers(std::size_t i) {
        const Step& step = now_.steps[i];
        const FindingKind kind = kind_of(step.finding);
        if (kind == FindingKind::choice) return;
        const bool length = kind == FindingKind::duration;
        const std::int64_t by = length ? minutes(1).microseconds : kind == FindingKind::quantity ? Decimal::one : 1;
        const auto words = words_of(step.finding);
        std::vector<std::int64_t> others{step.value + by, step.value - by};
        if (length) others.insert(others.end(), {step.value * 10, step.value / 10});
        for (const std::int64_t value : others) {
            const bool word_exists = words.empty() || (value >= 0 && value < static_cast<std::int64_t>(words.size()));
            if (value == step.value || value < 0 || !word_exists) continue;
            with(i, Change::number, [value](Step& s) { s.value = value; });
        }
    }

    void operators(std::size_t i) {
        const Step& step = now_.steps[i];
        if (step.kind == Step::Kind::both) with(i, Change::operation, [](Step& s) { s.kind = Step::Kind::either; });
        if (step.kind == Step::Kind::either) with(i, Change::operation, [](Step& s) { s.kind = Step::Kind::both; });
        if (step.kind == Step::Kind::negate) return put(without(i), i, Change::operation, "not left out");
        if (!compares(step)) return;
        put(negated_at(i), i, Change::operation, "not " + text_of(step));
        if (is_bare_truth(step) || kind_of(step.finding) == FindingKind::choice || asks_whether_it_happened(step))
            return;
        for (const Step::Kind kind : {Step::Kind::at_least, Step::Kind::at_most, Step::Kind::equal}) {
            if (kind != step.kind) with(i, Change::operation, [kind](Step& s) { s.kind = kind; });
        }
    }

    // The next finding of the same kind and with as many words.
    void references(std::size_t i) {
        const Step& step = now_.steps[i];
        for (std::size_t k = 1; k < finding_count; ++k) {
            const auto other = static_cast<FindingId>((static_cast<std::size_t>(step.finding) + k) % finding_count);
            if (kind_of(other) != kind_of(step.finding)) continue;
            if (words_of(other).size() != words_of(step.finding).size()) continue;
            if (kind_of(other) == FindingKind::choice) return;
            return with(i, Change::reference, [other](Step& s) { s.finding = other; });
        }
    }

    template <class Edit>
    void with(std::size_t i, Change change, Edit edit) {
        Condition changed = now_;
        edit(changed.steps[i]);
        put(changed, i, change, text_of(changed.steps[i]));
    }

    Condition without(std::size_t i) const {
        Condition changed = now_;
        changed.steps.erase(changed.steps.begin() + static_cast<std::ptrdiff_t>(i));
        return changed;
    }

    Condition negated_at(std::size_t i) const {
        Condition changed = now_;
        Step negate;
        negate.kind = Step::Kind::negate;
        changed.steps.insert(changed.steps.begin() + static_cast<std::ptrdiff_t>(i) + 1, negate);
        return changed;
    }

    void put(Condition changed, std::size_t i, Change change, const std::string& to) {
        mark_shortcuts(changed);
        Mutant mutant;
        mutant.statement = guideline_.statements[place_.statement].id;
        mutant.change = change;
        mutant.what = "step " + std::to_string(i + 1) + ": " + text_of(now_.steps[i]) + " -> " + to;
        mutant.apply = [in = place_.in, changed](Guideline& g) { in(g) = changed; };
        const Seen seen = place_.seen;
        mutant.same_rule = [before = now_, changed, seen] { return cannot_be_told_apart(before, changed, seen); };
        mutants_.push_back(std::move(mutant));
    }

    std::vector<Mutant>& mutants_;
    const Guideline& guideline_;
    const ConditionPlace& place_;
    const Condition& now_;
};

template <class Rule>
void add_places(std::vector<ConditionPlace>& places, const Guideline& guideline, std::vector<Rule> Guideline::* rules) {
    for (std::size_t i = 0; i < (guideline.*rules).size(); ++i) {
        places.push_back(
            {(guideline.*rules)[i].statement, [rules, i](Guideline& g) -> Condition& { return (g.*rules)[i].when; }});
    }
}

}  // namespace

std::string text_of(const Step& step) {
    if (step.finding == FindingId::count_of_findings) return std::string(word_of(step.kind));
    std::string text(name_of(step.finding));
    if (step.kind == Step::Kind::is_unknown) return text + " is unknown";
    if (is_bare_truth(step)) return text;
    const auto words = words_of(step.finding);
    const bool length = kind_of(step.finding) == FindingKind::duration;
    const std::string value = !words.empty() ? std::string(words[static_cast<std::size_t>(step.value)])
                              : length       ? std::to_string(step.value / minutes(1).microseconds) + " min"
                                             : std::to_string(step.value);
    return text + " " + std::string(word_of(step.kind)) + " " + value;
}

std::vector<ConditionPlace> conditions_of(const Guideline& guideline) {
    std::vector<ConditionPlace> places;
    add_places(places, guideline, &Guideline::grade_rules);
    for (ConditionPlace& place : places) place.seen = Seen::whole_outcome;
    add_places(places, guideline, &Guideline::treat_as_rules);
    const std::size_t notes = places.size();
    add_places(places, guideline, &Guideline::notes);
    for (std::size_t i = 0; i < guideline.notes.size(); ++i) {
        const Note& note = guideline.notes[i];
        const bool of_treatment = guideline.packs[guideline.statements[note.statement].pack].layer != Layer::grading;
        const bool to_the_living = of_treatment && note.under != Note::Under::hlh;
        if (to_the_living) places[notes + i].seen = Seen::whether_present_in_life;
    }
    add_places(places, guideline, &Guideline::questions);
    const std::size_t to_the_living = places.size();
    add_places(places, guideline, &Guideline::advice);
    add_places(places, guideline, &Guideline::clocks);
    for (std::size_t i = to_the_living; i < places.size(); ++i) places[i].seen = Seen::whether_present_in_life;
    return places;
}

void add_condition_mutants(std::vector<Mutant>& mutants, const Guideline& guideline) {
    Guideline copy = guideline;
    for (const ConditionPlace& place : conditions_of(guideline)) {
        ConditionMutants(mutants, guideline, place, place.in(copy)).add_all();
    }
}

}  // namespace stormkeel::prove
