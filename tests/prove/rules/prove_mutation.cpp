// prove_mutation [--only PREFIX] [--numbers] [--seconds N]: changes the packs one place at a time; a case must fail.
#include <atomic>
#include <iostream>
#include <map>
#include <set>
#include <string_view>
#include <thread>

#include "prove/rules/mutant.h"
#include "prove/rules/proved_cases.h"

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

int report(const std::vector<Mutant>& mutants, const std::vector<Fate>& fates) {
    std::size_t killed = 0;
    std::size_t same = 0;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
        if (fates[i] == Fate::killed) ++killed;
        if (fates[i] == Fate::same_rule) ++same;
        if (fates[i] != Fate::survived) continue;
        std::cout << "survived: " << mutants[i].statement << ": " << name_of(mutants[i].change) << ": "
                  << mutants[i].what << "\n";
    }
    const std::size_t that_differ = mutants.size() - same;
    std::cout << killed << " of " << that_differ << " changes of the packs are noticed by a case; " << same
              << " more change nothing that can be found\n";
    return killed == that_differ ? 0 : 1;
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
    const Trial trial(knowledge, cases);
    std::vector<Mutant> mutants = mutants_of(knowledge.guideline);
    std::erase_if(mutants, [&](const Mutant& mutant) { return !is_wanted(mutant, wanted); });
    return report(mutants, judge_all(trial, mutants));
}
