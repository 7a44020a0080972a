// Which parts of a rule have been seen to decide: MC/DC in three values, over the conditions of the packs.
#pragma once

#include <array>
#include <bitset>
#include <string>
#include <vector>

#include "core/condition.h"

namespace stormkeel::prove {

// The comparisons of a condition, in the order of its steps.
std::vector<Step> atoms_of(const Condition& condition);
std::vector<Truth> truths_of(const Condition& condition, const FindingRanges& findings);
Truth outcome_of(const Condition& condition, const std::vector<Truth>& atoms);

// An atom decides between two of its values when, all other atoms left as they are, the outcome goes with it.
enum class Between { true_false, true_unknown, false_unknown };
constexpr std::array<Between, 3> all_pairs = {Between::true_false, Between::true_unknown, Between::false_unknown};
std::string_view name_of(Between pair);

// What the evaluations of one condition have shown so far.
class Decisions {
public:
    explicit Decisions(const Condition& condition);

    void see(const FindingRanges& findings);
    void see(const std::vector<Truth>& atoms);
    // Both values of the pair were seen to decide, with different outcomes.
    bool shown(std::size_t atom, Between pair) const;
    std::size_t atom_count() const { return atoms_.size(); }
    const Step& atom(std::size_t place) const { return atoms_[place]; }

private:
    // By value of the atom and by the value it would flip to: the outcomes seen while it decided.
    using Outcomes = std::bitset<3>;
    struct Seen {
        std::array<std::array<Outcomes, 3>, 3> outcomes;
    };

    const Condition& condition_;
    std::vector<Step> atoms_;
    std::vector<Seen> seen_;
};

}  // namespace stormkeel::prove
