// prove_names: a case that says `proves ID` must fail when the number or list of that statement is changed.
#include <algorithm>
#include <iostream>
#include <sstream>

#include "prove/rules/mutant.h"
#include "prove/rules/proved_cases.h"

namespace stormkeel::prove {
namespace {

std::vector<std::string> ids_proved_by(const ProvedCase& proved) {
    std::vector<std::string> ids;
    std::istringstream lines(proved.text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string word;
        if (!(words >> word) || word != "proves") continue;
        while (words >> word) ids.push_back(word);
    }
    return ids;
}

class Proof {
public:
    explicit Proof(const Knowledge& knowledge) : knowledge_(knowledge), mutants_(mutants_of(knowledge.guideline)) {}

    bool notices(const ProvedCase& proved, const std::string& id) const {
        return std::any_of(mutants_.begin(), mutants_.end(), [&](const Mutant& mutant) {
            if (mutant.statement != id) return false;
            Guideline changed = knowledge_.guideline;
            mutant.apply(changed);
            return fails(proved, knowledge_.terminology, changed);
        });
    }

private:
    const Knowledge& knowledge_;
    std::vector<Mutant> mutants_;
};

}  // namespace
}  // namespace stormkeel::prove

int main() {
    using namespace stormkeel::prove;
    const Knowledge knowledge = read_knowledge();
    const Proof proof(knowledge);
    std::size_t named = 0;
    std::size_t proven = 0;
    for (const ProvedCase& proved : read_cases("tests/cases", knowledge.terminology)) {
        for (const std::string& id : ids_proved_by(proved)) {
            ++named;
            if (proof.notices(proved, id)) {
                ++proven;
            } else {
                std::cout << proved.file << ": it says 'proves " << id << "', and passes whatever that says\n";
            }
        }
    }
    std::cout << proven << " of " << named << " numbers and lists named by 'proves' are proven by their case\n";
    return named > 0 && proven == named ? 0 : 1;
}
