// Takes one rule away at a time and runs a slice of the domain.
#include "prove/exhaustive/noticed.h"

#include "prove/exhaustive/product.h"
#include "prove/exhaustive/run.h"

namespace prove {

namespace {

// A condition that is never met: treat_as is at most 4.
const stormkeel::Condition never_met{
    {stormkeel::Step{stormkeel::Step::Kind::at_least, stormkeel::FindingId::treat_as, 99}}};

class Trial {
public:
    Trial(const stormkeel::Knowledge& known, std::uint64_t states, unsigned threads)
        : known_(known), states_(states), threads_(threads) {}

    template <typename Rule>
    void without(Rule& rule) {
        const stormkeel::Condition kept = rule.when;
        rule.when = never_met;
        ++noticed_.rules;
        if (run(known_, states_, threads_).differences == 0) {
            noticed_.not_seen.push_back(known_.guideline.statements[rule.statement].id);
        }
        rule.when = kept;
    }

    stormkeel::Guideline& guideline() { return known_.guideline; }
    Noticed noticed() && { return std::move(noticed_); }

private:
    stormkeel::Knowledge known_;
    std::uint64_t states_;
    unsigned threads_;
    Noticed noticed_;
};

}  // namespace

Noticed take_away_each(const stormkeel::Knowledge& known, std::uint64_t states, unsigned threads) {
    Trial trial(known, states, threads);
    for (stormkeel::GradeRule& rule : trial.guideline().grade_rules) trial.without(rule);
    for (stormkeel::TreatAsRule& rule : trial.guideline().treat_as_rules) trial.without(rule);
    for (stormkeel::Advice& advice : trial.guideline().advice) {
        const std::uint16_t pack = trial.guideline().statements[advice.statement].pack;
        const bool general = trial.guideline().packs[pack].layer == stormkeel::Layer::management;
        if (general && Product::is_key_item(advice.item)) trial.without(advice);
    }
    return std::move(trial).noticed();
}

}  // namespace prove
