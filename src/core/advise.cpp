// What follows: recommendations with doses and times, the most urgent first, and what is avoided wins.
#include "core/advise.h"

#include <algorithm>

#include "core/explain.h"

namespace stormkeel {

namespace {

void replace_all(std::string& text, std::string_view mark, std::string_view with) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size())) {
        text.replace(at, mark.size(), with);
    }
}

std::string filled(std::string text, const Recommendation& made, const Bedside& bedside) {
    if (text.find('{') == std::string::npos) return text;
    const bool figure = made.dose && made.dose->value;
    replace_all(text, "{dose}", figure ? amount_text(*made.dose->value, made.dose->unit) : "(dose not calculated)");
    replace_all(text, "{working}", made.dose ? made.dose->working : std::string{});
    replace_all(text, "{next}", made.not_before ? to_text(*made.not_before) : "now");
    if (text.find("{missing}") != std::string::npos) replace_all(text, "{missing}", missing_laboratory(bedside));
    return text;
}

// An item of the advice that is no drug is of no class.
bool is_of(std::optional<DrugId> drug, const Bedside& bedside, DrugClass wanted) {
    return drug && bedside.guideline.parameters.is(*drug, wanted);
}

// It is due at an instant of its own, whenever it is asked about.
void fix_due(Recommendation& made, std::optional<Instant> at) {
    made.due = at;
    made.at_once = false;
}

// Tocilizumab waits for its ledger: the interval and the count of doses decide when the next may start.
void apply_ledger(Recommendation& made, const Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    if (!ledger.history_known || !ledger.all_told()) {
        made.dose = Dose{std::nullopt, Unit::mg, "not calculated before the earlier doses are known", {}};
        made.action = Action::ask;
        fix_due(made, std::nullopt);
        return;
    }
    if (ledger.next > bedside.course.now && ledger.next != forever) {
        made.not_before = ledger.next;
        fix_due(made, ledger.next);
        made.urgency = Urgency::today;
    }
}

// A corticosteroid that is running goes on at its interval after the last dose that was as large as this one. Doses of
// before the episode, such as premedication, delay nothing.
void apply_interval(Recommendation& made, const Advice& advice, const Bedside& bedside, DrugId drug) {
    const Course& course = bedside.course;
    if (!advice.every) return;
    const bool dexamethasone = is_of(drug, bedside, DrugClass::dexamethasone);
    const auto given = dexamethasone ? course.dexamethasone.all() : course.methylprednisolone.all();
    // One whose amount is not told may have been as large.
    const auto as_large = [&](const GivenDose& dose) {
        const auto mg = in_mg(dose, course);
        return !mg || !made.dose || !made.dose->value || *mg >= *made.dose->value;
    };
    const auto found = std::find_if(given.rbegin(), given.rend(), as_large);
    if (found == given.rend()) return;
    const GivenDose& last = *found;
    const bool lapsed = !is_recent(last.at, bedside.guideline.parameters.corticosteroid_course_gap, course.now);
    const bool before = course.episode.open ? last.at < course.episode.onset : last.at <= course[Item::therapy].at;
    if (lapsed || before) return;
    const Instant next = last.at + *advice.every + course.clock_doubt;
    fix_due(made, next);
    if (next <= course.now) return;
    made.not_before = next;
    made.urgency = Urgency::today;
}

void set_times(Recommendation& made, const Advice& advice, const Bedside& bedside) {
    const Instant now = bedside.course.now;
    made.at_once = advice.urgency == Urgency::now && advice.action != Action::avoid;
    if (made.at_once) made.due = now;
    if (advice.due_anchor != Anchor::none) {
        const Instant start = moment_of(advice.due_anchor, bedside);
        if (start != never) fix_due(made, start + advice.due_after);
    }
    if (advice.not_before_anchor != Anchor::none) {
        const Instant start = moment_of(advice.not_before_anchor, bedside);
        const Duration wait = advice.not_before_after + bedside.course.clock_doubt;
        if (start != never && start + wait > now) made.not_before = start + wait;
    }
}

// A statement whose dose is the first step of the methylprednisolone course gives the dose of the course's next step.
void apply_course(Recommendation& made, const Advice& advice, const Bedside& bedside) {
    const auto& steps = bedside.guideline.parameters.methylprednisolone_course;
    if (!made.dose || !made.dose->value || steps.empty() || advice.dose->amount != steps.front().mg) return;
    const std::vector<PlannedDose> plan =
        methylprednisolone_plan(bedside.course, bedside.guideline, bedside.grades.treat_as);
    const auto next = std::find_if(plan.begin(), plan.end(), [](const PlannedDose& dose) { return !dose.given; });
    if (next == plan.end()) return;
    made.dose->value = next->mg;
    const Instant at = next->at + bedside.course.clock_doubt;
    fix_due(made, at);
    made.not_before.reset();
    made.urgency = Urgency::now;
    if (at <= bedside.course.now) return;
    made.not_before = at;
    made.urgency = Urgency::today;
}

// A corticosteroid other than dexamethasone says how much dexamethasone it equals.
void say_equivalent(Recommendation& made, std::optional<DrugId> drug, const Bedside& bedside) {
    if (!made.dose || !made.dose->value || !drug || is_of(drug, bedside, DrugClass::dexamethasone)) return;
    const std::string text = equivalent_text(*drug, *made.dose->value, bedside.guideline.parameters);
    if (!text.empty()) made.dose->working += "; " + text;
}

// "Dose 2 of at most 4": which dose this would be, and which earlier ones count or do not.
std::string dose_number_text(const Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    std::string text = "Dose " + std::to_string(ledger.counted + 1) + " of at most " +
                       std::to_string(bedside.guideline.parameters.tocilizumab_in_all);
    if (ledger.prophylactic > 0) {
        text += "; counted among them, given outside an episode: " + std::to_string(ledger.prophylactic);
    }
    if (ledger.earlier > 0) text += "; given earlier and not counted: " + std::to_string(ledger.earlier);
    text += ".";
    if (const auto twice = charted_twice(bedside.course, bedside.guideline.parameters)) {
        text += " The records at " + to_text(twice->first) + " and " + to_text(twice->second) +
                " count as two doses: settle first whether they were one.";
    }
    return text;
}

// A last look, apart from the packs: a figure above the drug's ceiling is a mistake in a pack, and none is better.
void keep_below_ceiling(Recommendation& made, const Bedside& bedside) {
    if (!made.dose || !made.dose->value || made.dose->unit != Unit::mg) return;
    const auto ceiling = bedside.guideline.formulary.ceiling_of(made.item);
    if (!ceiling || *made.dose->value <= *ceiling) return;
    made.dose = Dose{std::nullopt,
                     Unit::mg,
                     "not shown: " + amount_text(*made.dose->value, Unit::mg) + " is above the ceiling of " +
                         amount_text(*ceiling, Unit::mg) + " for one dose, so a pack is wrong",
                     {}};
}

// What has to be asked before another dose can be named.
std::string question_of_doses(const Bedside& bedside) {
    const TocilizumabLedger& ledger = bedside.tocilizumab;
    if (ledger.history_known && !ledger.untimed.empty()) {
        return "Ask first when tocilizumab was given, if it was: a record of it has no time that can be used. Chart it "
               "with its time. ";
    }
    if (ledger.history_known && ledger.ahead != never) {
        return "Ask first whether tocilizumab was given: a record of it tells of " + to_text(ledger.ahead) +
               ", which has not come. ";
    }
    if (ledger.history_known) {
        return "Ask first which drug was given at " + to_text(ledger.nameless) +
               ": its record names none, and it may have been tocilizumab. Chart its name. ";
    }
    return "Ask first whether, when and how much tocilizumab was given: no drug is on record in the last " +
           to_words(bedside.guideline.parameters.medication_record_window) + ". ";
}

std::string last_known_dose(const Bedside& bedside) {
    const GivenDose* last = bedside.course.tocilizumab.last();
    if (last == nullptr) return "If none was, it is due. ";
    const Instant next = bedside.tocilizumab.next;
    const std::string when = next > bedside.course.now ? "it is due at " + to_text(next) : "it is due";
    return "The last one known began at " + to_text(last->at) + "; if there was no other, " + when + ". ";
}

Recommendation make(const Advice& advice, const Bedside& bedside) {
    const Statement& said = bedside.guideline.statements[advice.statement];
    Recommendation made;
    made.statement = said.id;
    made.action = advice.action;
    made.item = advice.item;
    made.route = advice.route;
    made.over = advice.over;
    made.every = advice.every;
    made.urgency = advice.urgency;
    made.source = said.source;
    made.seed = said.seed;
    made.verification = said.verification;
    made.layer = bedside.guideline.packs[said.pack].layer;
    set_times(made, advice, bedside);
    if (advice.dose) made.dose = calculate_dose(*advice.dose, bedside.course, bedside.guideline.parameters);
    const bool gives = advice.action == Action::give || advice.action == Action::consider;
    const auto drug = bedside.guideline.formulary.drug_named(advice.item);
    const auto gives_of = [&](DrugClass wanted) { return gives && is_of(drug, bedside, wanted); };
    if (gives_of(DrugClass::tocilizumab)) apply_ledger(made, bedside);
    if (gives_of(DrugClass::corticosteroid)) apply_interval(made, advice, bedside, *drug);
    if (gives_of(DrugClass::methylprednisolone)) apply_course(made, advice, bedside);
    keep_below_ceiling(made, bedside);
    say_equivalent(made, drug, bedside);
    made.text = filled(advice.text.empty() ? said.sentence : advice.text, made, bedside);
    if (gives && made.action == Action::ask) {
        made.text = question_of_doses(bedside) + last_known_dose(bedside) + said.sentence;
    }
    if (gives_of(DrugClass::tocilizumab) && made.action != Action::ask && made.dose) {
        made.text += " " + dose_number_text(bedside);
    }
    made.reasons.push_back({said.id, Truth::present, said.sentence, evidence_of(advice.when, bedside)});
    const std::uint32_t weight = bedside.course[Item::weight].fact;
    const bool by_weight =
        advice.dose && (advice.dose->basis == DoseRule::Basis::tocilizumab || advice.dose->unit == Unit::mg_per_kg ||
                        advice.dose->unit == Unit::ml_per_kg);
    if (by_weight && weight != no_fact) {
        made.reasons.back().evidence.push_back(evidence_of(weight, bedside.timeline, bedside.guideline.formulary));
    }
    return made;
}

// Leaves out whatever is overruled; all are looked at before the first is taken away.
template <class Overruled>
void leave_out(std::vector<Recommendation>& all, Overruled&& overruled) {
    std::vector<bool> out;
    for (const Recommendation& made : all) out.push_back(overruled(made));
    auto is_out = out.cbegin();
    std::erase_if(all, [&](const Recommendation&) { return *is_out++; });
}

bool gives(const Recommendation& made) { return made.action == Action::give || made.action == Action::consider; }

// Avoid wins over every layer. What a later layer offers all the same is named with the `avoid`, so that nobody looks
// for it in vain; only a statement that replaces the `avoid` is stronger.
void let_avoid_win(std::vector<Recommendation>& all) {
    for (Recommendation& avoided : all) {
        if (avoided.action != Action::avoid) continue;
        for (const Recommendation& other : all) {
            if (!gives(other) || other.item != avoided.item || other.layer <= avoided.layer) continue;
            avoided.text += " This rules over " + other.statement + ", which offers it.";
        }
    }
    leave_out(all, [&](const Recommendation& made) {
        return gives(made) && std::any_of(all.begin(), all.end(), [&](const Recommendation& other) {
                   return other.action == Action::avoid && other.item == made.item;
               });
    });
}

// One item is recommended once for each action: the statement of the highest grade stands first in the packs' order,
// and a `give` makes a `consider` of the same item superfluous. A statement of a later layer that differs stays and
// says which one rules.
void keep_one_per_item(std::vector<Recommendation>& all) {
    leave_out(all, [&](const Recommendation& made) {
        return made.action == Action::consider && std::any_of(all.begin(), all.end(), [&](const Recommendation& other) {
                   return other.action == Action::give && other.item == made.item && other.layer == made.layer;
               });
    });
    for (Recommendation& made : all) {
        if (!gives(made)) continue;
        for (const Recommendation& other : all) {
            if (!gives(other) || other.item != made.item || other.layer >= made.layer) continue;
            made.text += " Shown beside " + other.statement + ", which rules.";
        }
    }
}

int rank(const Recommendation& made) {
    const int urgency = static_cast<int>(made.urgency) * 10;
    switch (made.action) {
        case Action::give:
            return urgency;
        case Action::escalate:
            return urgency + 1;
        case Action::notify:
            return urgency + 2;
        case Action::avoid:
            return urgency + 3;
        case Action::consider:
            return urgency + 4;
        case Action::obtain:
            return urgency + 5;
        case Action::ask:
            return urgency + 6;
        case Action::monitor:
            return urgency + 7;
    }
    return urgency + 8;
}

// The most urgent first; within one rank the order of the packs stays.
std::vector<Recommendation> by_urgency(std::vector<Recommendation> all) {
    std::vector<std::pair<int, std::size_t>> order;
    for (std::size_t i = 0; i < all.size(); ++i) order.emplace_back(rank(all[i]), i);
    std::sort(order.begin(), order.end());
    std::vector<Recommendation> sorted;
    sorted.reserve(all.size());
    for (const auto& [place, i] : order) sorted.push_back(std::move(all[i]));
    return sorted;
}

}  // namespace

std::vector<Recommendation> recommend(const Bedside& bedside) {
    std::vector<Recommendation> all;
    all.reserve(32);                                       // more than most answers hold
    if (bedside.course[Item::death].exists()) return all;  // nothing follows for the dead but the question of the cause
    for (const Advice& advice : bedside.guideline.advice) {
        if (advice.only_orders) continue;
        if (truth_in(advice.when, bedside) == Truth::present) all.push_back(make(advice, bedside));
    }
    let_avoid_win(all);
    keep_one_per_item(all);
    return by_urgency(std::move(all));
}

}  // namespace stormkeel
