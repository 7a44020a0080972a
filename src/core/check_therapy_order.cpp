// The next dose of a therapy about to be signed: whether it is held back or stopped for good, and whether it skips a
// step.
#include <algorithm>

#include "core/advise.h"
#include "core/assess.h"
#include "core/explain.h"
#include "core/site.h"
#include "core/verdict.h"

namespace stormkeel {

namespace {

struct TherapyCheck : VerdictInTheMaking {
    const Bedside& bedside;
    const Order& order;

    TherapyCheck(const Bedside& bedside_, const Order& order_) : bedside(bedside_), order(order_) {}
};

// What the answer says of the therapy, as a verdict on its next dose; nothing when it speaks of something else.
std::optional<Verdict> verdict_of(const Recommendation& made, const Order& order) {
    const bool therapy = made.item == name_of(Item::therapy) || made.item == order.item;
    if (therapy && made.action == Action::avoid) return Verdict::stop;
    if (made.item == "withhold_therapy") return made.action == Action::consider ? Verdict::warn : Verdict::stop;
    if (made.action == Action::ask && (therapy || made.item == "step_up_dosing")) return Verdict::warn;
    if (made.item == "step_up_dosing" || made.item == "premedication") return Verdict::ok;
    return std::nullopt;
}

void say_advice(TherapyCheck& check, const std::vector<Recommendation>& all, Verdict wanted) {
    for (const Recommendation& made : all) {
        if (verdict_of(made, check.order) != wanted) continue;
        check.say(wanted, made.statement, made.text, made.reasons.front().evidence);
    }
}

// What is said of an order alone: nobody is told beside a grade not to infuse a second time.
void say_of_orders(TherapyCheck& check, bool same) {
    const Guideline& guideline = check.bedside.guideline;
    for (const Advice& advice : guideline.advice) {
        if (!advice.only_orders || advice.action != Action::avoid) continue;
        if (advice.item != name_of(Item::therapy)) continue;
        const auto& own = advice.own_rules;
        if (same && std::find(own.begin(), own.end(), *check.order.product) != own.end()) continue;
        // What a product's pack says of orders is of that product.
        if (!same && guideline.packs[guideline.statements[advice.statement].pack].layer == Layer::product) continue;
        if (truth_in(advice.when, check.bedside) != Truth::present) continue;
        check.say(advice.order_warns ? Verdict::warn : Verdict::stop, guideline.statements[advice.statement].id,
                  advice.text, evidence_of(advice.when, check.bedside));
    }
}

// The place of the ordered amount in the schedule, from 1; 0 when it stands in none.
std::int64_t step_ordered(const Order& order, const std::vector<StepUpStep>& schedule) {
    for (std::size_t i = 0; i < schedule.size(); ++i) {
        const bool named = std::any_of(schedule[i].begin(), schedule[i].end(), [&](const DoseAmount& one) {
            return one.unit == order.unit && one.amount == *order.amount;
        });
        if (named) return static_cast<std::int64_t>(i) + 1;
    }
    return 0;
}

// No step is skipped: after the last dose at most the next one. A chart without any dose begins with the first.
void check_step(TherapyCheck& check) {
    const Guideline& guideline = check.bedside.guideline;
    const auto& schedule = guideline.parameters.step_up[*check.order.product];
    if (schedule.empty() || !check.order.amount) return;
    const std::string_view id = guideline.id_of_parameter("step_up " + check.order.item);
    const std::int64_t ordered = step_ordered(check.order, schedule);
    const Reading& last = check.bedside.course[Item::therapy];
    const bool same = last.exists() && last.code == *check.order.product;
    const Range given = same ? check.bedside.findings[FindingId::step_up_step].range : exactly(0);
    const std::string amount = to_text(*check.order.amount) + " " + std::string(words(check.order.unit));
    if (ordered == 0)
        return check.say(Verdict::warn, id, amount + " is no dose of the step-up schedule; read the label.");
    if (ordered > given.highest + 1) return check.say(Verdict::stop, id, amount + " skips a step of the step-up.");
    if (ordered > given.lowest + 1) {
        check.say(Verdict::warn, id, amount + " may skip a step: it is not known how much the last dose was.");
    }
}

}  // namespace

OrderVerdict check_therapy_order(const Bedside& bedside, const Order& order) {
    const Reading& last = bedside.course[Item::therapy];
    const std::vector<Recommendation> all = recommend(bedside);
    TherapyCheck check(bedside, order);
    const bool same = last.exists() && last.code == *order.product;
    if (same) say_advice(check, all, Verdict::stop);
    if (check.result.verdict != Verdict::stop) say_of_orders(check, same);
    check_step(check);
    if (last.exists() && !same) {
        check.say(Verdict::warn, "", "The therapy on record is another one.",
                  {evidence_of(last.fact, bedside.timeline, bedside.guideline.formulary)});
    }
    if (same) say_advice(check, all, Verdict::warn);
    if (same && check.result.verdict != Verdict::stop) say_advice(check, all, Verdict::ok);
    if (check.result.reasons.empty()) {
        check.say(Verdict::ok, "", "No statement holds this dose back.");
    }
    say_site(check.result.reasons, bedside.guideline);
    return check.result;
}

}  // namespace stormkeel
