// One small change of what the packs say; a case must notice each.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/guideline.h"
#include "prove/rules/feasible.h"

namespace stormkeel::prove {

enum class Change { number, operation, reference, priority };
std::string_view name_of(Change change);

struct Mutant {
    std::string statement;  // the statement that sets what is changed
    Change change = Change::number;
    std::string what;  // "treat_as = 3 -> treat_as = 4"
    std::function<void(Guideline&)> apply;
    std::function<bool()> same_rule;  // the changed condition says the same as the old; may be empty
};

// Every number one step up and down, ten times and a tenth; every operator, reference and priority changed once.
// A step is the last decimal written in the pack, 1 for counts and words in rising order, a minute for lengths of time.
std::vector<Mutant> mutants_of(const Guideline& guideline);

// The parts of the list above.
void add_parameter_mutants(std::vector<Mutant>& mutants, const Guideline& guideline);
void add_table_mutants(std::vector<Mutant>& mutants, const Guideline& guideline);
void add_condition_mutants(std::vector<Mutant>& mutants, const Guideline& guideline);
void add_advice_mutants(std::vector<Mutant>& mutants, const Guideline& guideline);

// A condition of the guideline, wherever it stands: found again in a copy.
struct ConditionPlace {
    StatementId statement = 0;
    std::function<Condition&(Guideline&)> in;
    Seen seen = Seen::whether_present;
};
std::vector<ConditionPlace> conditions_of(const Guideline& guideline);

std::string text_of(const Step& step);

}  // namespace stormkeel::prove
