// The values a finding can take between the numbers it is compared with, and every combination that can be.
#include "prove/rules/feasible.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "prove/rules/bonds.h"

namespace stormkeel::prove {
namespace {

using Id = FindingId;

constexpr std::array grades = {Id::crs_grade,   Id::icans_grade,     Id::treat_as,
                               Id::worst_grade, Id::recurrent_grade, Id::crs_since_dose};

bool is_grade(Id finding) { return std::find(grades.begin(), grades.end(), finding) != grades.end(); }

std::int64_t highest_of(Id finding, Seen seen) {
    const auto words = words_of(finding);
    if (!words.empty()) return static_cast<std::int64_t>(words.size()) - 1;
    if (is_grade(finding)) return seen == Seen::whether_present_in_life || finding == Id::treat_as ? 4 : 5;
    return kind_of(finding) == FindingKind::truth ? 1 : unbounded;
}

// One value of each stretch between the cuts, then every range of stretches.
std::vector<Range> values_of(Id finding, const std::vector<Step>& atoms, Seen seen) {
    const std::int64_t lowest = kind_of(finding) == FindingKind::duration ? not_happened.lowest : 0;
    const std::int64_t highest = highest_of(finding, seen);
    std::set<std::int64_t> begins = {lowest};
    for (const Step& step : atoms) {
        if (step.finding != finding || step.kind == Step::Kind::is_unknown) continue;
        if (step.kind != Step::Kind::at_most && step.value > lowest) begins.insert(step.value);
        if (step.kind != Step::Kind::at_least && step.value < highest) begins.insert(step.value + 1);
    }
    // The grade itself is told apart by every step: bonds between grades depend on it.
    for (std::int64_t grade = 0; is_grade(finding) && grade <= highest; ++grade) begins.insert(grade);
    if (finding == Id::fluid_boluses) begins.insert({0, 1, 2});
    if (finding == Id::vasopressors || finding == Id::dexamethasone_doses) begins.insert({0, 1});
    if (kind_of(finding) == FindingKind::duration) begins.insert(0);
    std::vector<Range> values;
    const std::vector<std::int64_t> points(begins.begin(), begins.end());
    for (const std::int64_t point : points) values.push_back(exactly(point));
    if (is_always_known(finding)) return values;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) values.push_back(between(points[i], points[j]));
    }
    return values;
}

struct Variable {
    Id finding;
    std::vector<Range> values;
};

// Calls `visit` with every combination of values that the findings of the conditions can have together, until it
// returns false.
class Enumeration {
public:
    using Visit = std::function<bool(const FindingRanges&)>;

    Enumeration(const std::vector<const Condition*>& conditions, Seen seen, std::size_t limit, Visit visit)
        : visit_(std::move(visit)), limit_(limit) {
        std::vector<Step> atoms;
        for (const Condition* condition : conditions) {
            const std::vector<Step> more = atoms_of(*condition);
            atoms.insert(atoms.end(), more.begin(), more.end());
        }
        for (const Step& step : atoms) {
            const auto same = [&](const Variable& known) { return known.finding == step.finding; };
            if (std::none_of(variables_.begin(), variables_.end(), same)) {
                variables_.push_back({step.finding, values_of(step.finding, atoms, seen)});
            }
        }
    }

    bool run() { return descend(0); }

private:
    bool has_value(Id finding, std::size_t depth) const {
        return std::any_of(variables_.begin(), variables_.begin() + static_cast<std::ptrdiff_t>(depth),
                           [&](const Variable& known) { return known.finding == finding; });
    }

    bool possible(std::size_t depth) const {
        return std::all_of(bonds().begin(), bonds().end(), [&](const Bond& bond) {
            const bool told = std::all_of(bond.findings.begin(), bond.findings.end(),
                                          [&](Id finding) { return has_value(finding, depth); });
            return !told || bond.holds(values_);
        });
    }

    bool descend(std::size_t depth) {
        if (!possible(depth)) return true;
        if (depth == variables_.size()) {
            return ++seen_ <= limit_ && visit_(values_);
        }
        for (const Range& value : variables_[depth].values) {
            values_[static_cast<std::size_t>(variables_[depth].finding)] = value;
            if (!descend(depth + 1)) return false;
        }
        return true;
    }

    Visit visit_;
    std::size_t limit_;
    std::size_t seen_ = 0;
    std::vector<Variable> variables_;
    FindingRanges values_{};
};

}  // namespace

bool see_all_possible(const Condition& condition, Decisions& decisions, Seen seen, std::size_t limit) {
    return Enumeration({&condition}, seen, limit,
                       [&](const FindingRanges& values) {
                           decisions.see(values);
                           return true;
                       })
        .run();
}

bool cannot_be_told_apart(const Condition& one, const Condition& other, Seen seen, std::size_t limit) {
    return Enumeration({&one, &other}, seen, limit,
                       [&](const FindingRanges& values) {
                           const Truth a = outcome_of(one, truths_of(one, values));
                           const Truth b = outcome_of(other, truths_of(other, values));
                           return seen == Seen::whole_outcome ? a == b : (a == Truth::present) == (b == Truth::present);
                       })
        .run();
}

}  // namespace stormkeel::prove
