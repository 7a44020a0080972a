// prove_decisions [--only PREFIX]: every atom of every rule is seen to decide, in three values, by the cases.
#include <iostream>
#include <string_view>

#include "core/all_findings.h"
#include "prove/rules/bonds.h"
#include "prove/rules/feasible.h"
#include "prove/rules/mutant.h"
#include "prove/rules/proved_cases.h"

namespace stormkeel::prove {
namespace {

struct Rule {
    std::string statement;
    const Condition* condition = nullptr;
    Seen seen = Seen::whether_present;
    Decisions by_cases;
};

std::vector<Rule> rules_of(Guideline& guideline, std::string_view only) {
    std::vector<Rule> rules;
    for (const ConditionPlace& place : conditions_of(guideline)) {
        const Condition& condition = place.in(guideline);
        const std::string& id = guideline.statements[place.statement].id;
        if (id.starts_with(only) && !condition.steps.empty())
            rules.push_back({id, &condition, place.seen, Decisions(condition)});
    }
    return rules;
}

// What the cases show, and whether what is taken for certain of the findings held in every one of their answers.
bool see_cases(std::vector<Rule>& rules, const std::vector<ProvedCase>& cases, const Guideline& guideline) {
    bool sound = true;
    for (const ProvedCase& proved : cases) {
        for (const cases::Moment& moment : proved.moments) {
            const Walk walk = walk_to(proved.timeline, guideline, moment.at);
            const FindingRanges findings = look_at(walk, proved.timeline, guideline).findings.ranges;
            if (const std::string broken = broken_rule(findings); !broken.empty()) {
                std::cout << proved.file << ":" << moment.line << ": not so: " << broken << "\n";
                sound = false;
            }
            for (Rule& rule : rules) rule.by_cases.see(findings);
        }
    }
    return sound;
}

struct Count {
    std::size_t shown = 0;
    std::size_t infeasible = 0;
    std::size_t missing = 0;
};

void judge(const Rule& rule, Count& count) {
    Decisions possible(*rule.condition);
    const bool complete = see_all_possible(*rule.condition, possible, rule.seen);
    for (std::size_t i = 0; i < rule.by_cases.atom_count(); ++i) {
        for (const Between pair : all_pairs) {
            if (rule.by_cases.shown(i, pair)) {
                ++count.shown;
            } else if (complete && !possible.shown(i, pair)) {
                ++count.infeasible;
            } else {
                ++count.missing;
                std::cout << "not shown: " << rule.statement << ": " << text_of(rule.by_cases.atom(i)) << ": "
                          << name_of(pair) << "\n";
            }
        }
    }
}

}  // namespace
}  // namespace stormkeel::prove

int main(int argc, char** arguments) {
    using namespace stormkeel::prove;
    const bool named = argc == 3 && std::string_view(arguments[1]) == "--only";
    if (argc != 1 && !named) {
        std::cerr << "usage: prove_decisions [--only STATEMENT]\n";
        return 2;
    }
    Knowledge knowledge = read_knowledge();
    const std::vector<ProvedCase> cases = read_cases("tests/cases", knowledge.terminology);
    std::vector<Rule> rules = rules_of(knowledge.guideline, named ? arguments[2] : "");
    const bool sound = see_cases(rules, cases, knowledge.guideline);
    Count count;
    for (const Rule& rule : rules) judge(rule, count);
    std::cout << count.shown << " of " << count.shown + count.missing << " decisions of " << rules.size()
              << " rules are shown by a case; " << count.infeasible << " more are proved impossible\n";
    return sound && count.missing == 0 ? 0 : 1;
}
