// prove_mutation [--only PREFIX] [--numbers] [--seconds N]: changes the packs one place at a time; a case must fail.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <map>
#include <set>
#include <string_view>
#include <thread>

#include "prove/rules/mutant.h"
#include "prove/rules/proved_cases.h"
#include "prove/rules/unnoticeable.h"

namespace stormkeel::prove {
namespace {

struct Wanted {
    std::string only;      // statements whose id begins so
    bool numbers = false;  // only numbers, one step either way: both sides of each cut
};

enum class Fate { killed, same_rule, survived };

class Trial {
public:
    Trial(const Knowledge& knowledge, const std::vector<ProvedCase>& cases) : knowledge_(knowledge), cases_(cases) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            for (const std::string& id : statements_of(cases[i], knowledge.guideline)) by_statement_[id].push_back(i);
        }
    }

    // The cases that speak of the statement come first.
    Fate judge(const Mutant& mutant) const {
        Guideline changed = knowledge_.guideline;
        mutant.apply(changed);
        std::vector<bool> tried(cases_.size());
        if (const auto near = by_statement_.find(mutant.statement); near != by_statement_.end()) {
            for (const std::size_t i : near->second) {
                tried[i] = true;
                if (fails(cases_[i], knowledge_.terminology, changed)) return Fate::killed;
            }
        }
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            if (!tried[i] && fails(cases_[i], knowledge_.terminology, changed)) return Fate::killed;
        }
        return mutant.same_rule && mutant.same_rule() ? Fate::same_rule : Fate::survived;
    }

private:
    const Knowledge& knowledge_;
    const std::vector<ProvedCase>& cases_;
    std::map<std::string, std::vector<std::size_t>> by_statement_;
};

std::vector<Fate> judge_all(const Trial& trial, const std::vector<Mutant>& mutants) {
    std::vector<Fate> fates(mutants.size(), Fate::survived);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < mutants.size(); i = next++) fates[i] = trial.judge(mutants[i]);
    };
    std::thread other(work);
    work();
    other.join();
    return fates;
}

bool is_wanted(const Mutant& mutant, const Wanted& wanted) {
    if (!mutant.statement.starts_with(wanted.only)) return false;
    if (!wanted.numbers) return true;
    return mutant.change == Change::number && !mutant.what.ends_with("x 10") && !mutant.what.ends_with("/ 10");
}

const Unnoticeable* reason_for(const Mutant& mutant) {
    const auto found = std::find_if(unnoticeable.begin(), unnoticeable.end(), [&](const Unnoticeable& known) {
        return known.statement == mutant.statement && known.what == mutant.what;
    });
    return found == unnoticeable.end() ? nullptr : &*found;
}

struct Counts {
    std::size_t killed = 0;
    std::size_t same = 0;
    std::size_t argued = 0;
    bool wrong = false;
};

void judge_one(const Mutant& mutant, Fate fate, Counts& counts) {
    const Unnoticeable* reason = reason_for(mutant);
    if (fate == Fate::killed) ++counts.killed;
    if (fate == Fate::same_rule) ++counts.same;
    if (fate == Fate::survived && reason != nullptr) ++counts.argued;
    if (fate == Fate::survived && reason == nullptr) {
        counts.wrong = true;
        std::cout << "survived: " << mutant.statement << ": " << name_of(mutant.change) << ": " << mutant.what << "\n";
    }
    if (fate != Fate::survived && reason != nullptr) {
        counts.wrong = true;
        std::cout << "noticed after all: " << mutant.statement << ": " << mutant.what << "; take it off the list\n";
    }
}

int report(const std::vector<Mutant>& mutants, const std::vector<Fate>& fates) {
    Counts counts;
    for (std::size_t i = 0; i < mutants.size(); ++i) judge_one(mutants[i], fates[i], counts);
    std::cout << counts.killed << " of " << mutants.size() - counts.same - counts.argued
              << " changes of the packs are noticed by a case; " << counts.same
              << " more are proved to change nothing, " << counts.argued
              << " more cannot show (unnoticeable.h says why)\n";
    return counts.wrong ? 1 : 0;
}

}  // namespace
}  // namespace stormkeel::prove

int main(int count, char** arguments) {
    using namespace stormkeel::prove;
    Wanted wanted;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = arguments[i];
        if (word == "--numbers") {
            wanted.numbers = true;
        } else if (word == "--only" && i + 1 < count) {
            wanted.only = arguments[++i];
        } else {
            std::cerr << "usage: prove_mutation [--only STATEMENT] [--numbers]\n";
            return 2;
        }
    }
    const Knowledge knowledge = read_knowledge();
    const std::vector<ProvedCase> cases = read_cases("tests/cases", knowledge.terminology);
    // A case that fails on the packs as they are would notice every change.
    const bool sound = std::none_of(cases.begin(), cases.end(), [&](const ProvedCase& proved) {
        return fails(proved, knowledge.terminology, knowledge.guideline);
    });
    if (!sound) {
        std::cerr << "prove_mutation: a case fails without any change; ./dev test names it\n";
        return 1;
    }
    const Trial trial(knowledge, cases);
    std::vector<Mutant> mutants = mutants_of(knowledge.guideline);
    std::erase_if(mutants, [&](const Mutant& mutant) { return !is_wanted(mutant, wanted); });
    return report(mutants, judge_all(trial, mutants));
}
