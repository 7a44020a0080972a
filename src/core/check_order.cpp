// An order about to be signed, held against what must not be done, the tocilizumab ledger and the dose for this weight.
#include <algorithm>

#include "core/advise.h"
#include "core/assess.h"
#include "core/check_order_repetition.h"
#include "core/explain.h"
#include "core/site.h"
#include "core/verdict.h"

namespace stormkeel {

std::string_view name_of(Verdict verdict) {
    return verdict == Verdict::ok ? "ok" : verdict == Verdict::warn ? "warn" : "stop";
}

namespace {

struct Check : VerdictInTheMaking {
    const Bedside& bedside;
    const Order& order;

    Check(const Bedside& bedside_, const Order& order_) : bedside(bedside_), order(order_) {}

    const Guideline& guideline() const { return bedside.guideline; }
    bool is(DrugClass wanted) const { return guideline().parameters.is(order.drug, wanted); }
    std::string_view id_of(std::string_view parameter) const { return guideline().id_of_parameter(parameter); }
};

// The ordered drug itself, or a class it belongs to.
bool means_order(const std::string& name, const Check& check) {
    constexpr std::array class_names = {
#define STORMKEEL_NAME(name) std::string_view{#name},
        STORMKEEL_DRUG_CLASSES(STORMKEEL_NAME)
#undef STORMKEEL_NAME
    };
    if (name == check.order.item) return true;
    const auto found = std::find(class_names.begin(), class_names.end(), name);
    return found != class_names.end() && check.is(static_cast<DrugClass>(found - class_names.begin()));
}

bool names_order(const Advice& advice, const Check& check) {
    if (advice.order_items.empty()) return means_order(advice.item, check);
    return std::any_of(advice.order_items.begin(), advice.order_items.end(),
                       [&](const std::string& name) { return means_order(name, check); });
}

// 1. What must not be done now.
void check_avoided(Check& check) {
    for (const Advice& advice : check.guideline().advice) {
        if (advice.action != Action::avoid || !names_order(advice, check)) continue;
        if (truth_in(advice.when, check.bedside) != Truth::present) continue;
        const Statement& said = check.guideline().statements[advice.statement];
        check.say(advice.order_warns ? Verdict::warn : Verdict::stop, said.id,
                  advice.text.empty() ? said.sentence : advice.text, evidence_of(advice.when, check.bedside));
    }
}

// 1a. An allergy to the ordered drug. That to tocilizumab stands in the packs.
void check_allergy(Check& check) {
    if (check.is(DrugClass::tocilizumab)) return;
    const auto facts = check.bedside.timeline.facts();
    const Instant until = check.bedside.course.now + check.bedside.timeline.ahead();
    for (std::uint32_t place = 0; place < facts.size() && facts[place].at <= until; ++place) {
        if (facts[place].item != Item::allergy || facts[place].code != check.order.drug) continue;
        return check.say(Verdict::warn, "", "An allergy to " + check.order.item + " is on record.",
                         {evidence_of(place, check.bedside.timeline, check.guideline().formulary)});
    }
}

// 1b. A record of the drug that stands nowhere in time: it may have been given just now.
void check_record_without_a_time(Check& check) {
    for (const Rejection& unused : check.bedside.timeline.rejected()) {
        if (unused.drug != check.order.drug) continue;
        if (check.is(DrugClass::tocilizumab) && unused.where != check.bedside.tocilizumab.untimed) continue;
        return check.say(Verdict::warn, check.id_of("medication_record_window"),
                         "A record of " + check.order.item +
                             " has no time that can be used: find out when it was given, if it was.");
    }
}

// 1c. A record of tocilizumab whose time has not come, and one of a drug that it does not name.
void check_doses_in_doubt(Check& check) {
    if (!check.is(DrugClass::tocilizumab)) return;
    const TocilizumabLedger& ledger = check.bedside.tocilizumab;
    const std::string_view statement = check.id_of("medication_record_window");
    if (ledger.ahead != never) {
        check.say(Verdict::warn, statement,
                  "A record of tocilizumab tells of " + to_text(ledger.ahead) +
                      ", which has not come: find out whether it was given.");
    }
    if (ledger.nameless != never) {
        check.say(Verdict::warn, statement,
                  "A record of a drug that was given at " + to_text(ledger.nameless) +
                      " names none: find out whether it was tocilizumab.");
    }
}

std::vector<Evidence> doses_given(const Check& check) {
    std::vector<Evidence> evidence;
    for (const GivenDose& dose : check.bedside.course.tocilizumab.all()) {
        evidence.push_back(evidence_of(dose.fact, check.bedside.timeline, check.guideline().formulary));
    }
    return evidence;
}

// 2. The tocilizumab ledger: total, window, interval, history.
void check_ledger(Check& check) {
    const TocilizumabLedger& ledger = check.bedside.tocilizumab;
    const Instant now = check.bedside.course.now;
    if (ledger.exhausted) {
        return check.say(Verdict::stop, check.id_of("tocilizumab_in_all"), "Tocilizumab: " + ledger.limit + ".",
                         doses_given(check));
    }
    if (ledger.next > now) {
        const bool interval = ledger.limit.find("after the start") != std::string::npos;
        check.result.not_before = ledger.next;
        return check.say(Verdict::stop, check.id_of(interval ? "tocilizumab_interval" : "tocilizumab_in_window"),
                         "Tocilizumab not before " + to_text(ledger.next) + ": " + ledger.limit + ".",
                         doses_given(check));
    }
    if (!ledger.history_known) {
        const auto known = check.bedside.course.tocilizumab.all();
        const std::string last = known.empty() ? "" : " The last one known began at " + to_text(known.back().at) + ".";
        return check.say(Verdict::warn, check.id_of("medication_record_window"),
                         "Ask whether, when and how much tocilizumab was given: no drug is on record in the last " +
                             to_words(check.guideline().parameters.medication_record_window) + "." + last,
                         doses_given(check));
    }
    check.say(Verdict::ok, check.id_of("tocilizumab_in_all"),
              "This would be dose " + std::to_string(ledger.counted + 1) + " of at most " +
                  std::to_string(check.guideline().parameters.tocilizumab_in_all) + ".",
              doses_given(check));
}

const Advice* dosing_advice(const Check& check) {
    for (const Advice& advice : check.guideline().advice) {
        if (advice.dose && advice.item == check.order.item && advice.action != Action::avoid) return &advice;
    }
    return nullptr;
}

// 3. The amount of tocilizumab for this weight.
void check_tocilizumab_amount(Check& check) {
    const Parameters& parameters = check.guideline().parameters;
    const Order& order = check.order;
    if (!order.amount) {
        return check.say(Verdict::warn, check.id_of("tocilizumab_per_kg"),
                         "The order tells no amount, so the dose is not checked.");
    }
    if (order.unit != Unit::mg) {
        return check.say(Verdict::stop, check.id_of("tocilizumab_maximum"), "Order tocilizumab in mg.");
    }
    if (*order.amount > parameters.tocilizumab_maximum) {
        check.say(Verdict::stop, check.id_of("tocilizumab_maximum"),
                  amount_text(*order.amount, Unit::mg) + " is above the maximum of " +
                      amount_text(parameters.tocilizumab_maximum, Unit::mg) + " a dose.");
    }
    const Advice* advice = dosing_advice(check);
    if (advice == nullptr) return;
    const Dose dose = calculate_dose(*advice->dose, check.bedside.course, parameters);
    const std::string_view id = check.id_of("tocilizumab_per_kg");
    if (!dose.value) return check.say(Verdict::warn, id, "The dose cannot be checked: " + dose.working + ".");
    const auto slack =
        scale(*dose.value, parameters.tocilizumab_order_tolerance.billionths, Decimal::whole(100).billionths);
    const std::string calculated = "the calculated dose is " + dose.working + ".";
    if (!slack) return;
    if (*order.amount > *dose.value + *slack) {
        check.say(Verdict::stop, id, amount_text(*order.amount, Unit::mg) + " is too much: " + calculated);
    } else if (*order.amount < *dose.value - *slack) {
        check.say(Verdict::warn, id, amount_text(*order.amount, Unit::mg) + " is less than recommended: " + calculated);
    } else {
        check.say(Verdict::ok, id, "Dose checked: " + calculated);
    }
}

// The ordered amount in mg, by the weight when it was ordered by weight; nothing when it cannot be told.
std::optional<Decimal> ordered_mg(const Check& check) {
    if (!check.order.amount) return std::nullopt;
    return in_mg({check.order.drug, check.bedside.course.now, *check.order.amount, check.order.unit, ValueState::known},
                 check.bedside.course);
}

// 4. An amount by weight is worth what the weight is worth.
void check_weight(Check& check) {
    if (check.is(DrugClass::tocilizumab) || check.order.unit != Unit::mg_per_kg) return;
    const WeightForDosing weight = weight_for_dosing(check.bedside.course, check.guideline().parameters);
    if (weight.state == WeightState::usable) return;
    check.say(Verdict::warn, check.id_of("weight_age"), "The dose cannot be checked: " + weight.why + ".");
}

// 4a. The most of any drug in one dose, whoever recommends it.
void check_ceiling(Check& check) {
    const auto ceiling = check.guideline().formulary.ceiling_of(check.order.item);
    const auto mg = ordered_mg(check);
    if (check.is(DrugClass::tocilizumab) || !ceiling || !mg || *mg <= *ceiling) return;
    check.say(Verdict::stop, "",
              amount_text(*mg, Unit::mg) + " is above the ceiling of " + amount_text(*ceiling, Unit::mg) +
                  " for one dose of " + check.order.item + ".");
}

// Also one that only waits for the history of doses to be asked for.
const Recommendation* recommended(const std::vector<Recommendation>& all, const Check& check) {
    for (const Recommendation& made : all) {
        const bool gives = made.action == Action::give || made.action == Action::consider || made.action == Action::ask;
        // Of corticosteroids each is its own: one is not as good as another.
        const bool meant =
            check.is(DrugClass::corticosteroid) ? made.item == check.order.item : means_order(made.item, check);
        if (gives && meant) return &made;
    }
    return nullptr;
}

// Another corticosteroid is to be given now: this one is not what the guideline names.
const Recommendation* other_corticosteroid(const std::vector<Recommendation>& all, const Check& check) {
    for (const Recommendation& made : all) {
        const auto drug = check.guideline().formulary.drug_named(made.item);
        const bool corticosteroid = drug && check.guideline().parameters.is(*drug, DrugClass::corticosteroid);
        if (made.action == Action::give && corticosteroid && *drug != check.order.drug) return &made;
    }
    return nullptr;
}

// "60 mg is about dexamethasone 9 mg": so that one corticosteroid can be told against another.
void say_equivalent(Check& check) {
    const Order& order = check.order;
    if (!order.amount || order.unit != Unit::mg || check.is(DrugClass::dexamethasone)) return;
    const std::string text = equivalent_text(order.drug, *order.amount, check.guideline().parameters);
    if (!text.empty()) check.say(Verdict::ok, check.id_of("dexamethasone_equivalent"), text + ".");
}

void check_other_corticosteroid(Check& check, const std::vector<Recommendation>& all, const Recommendation* made) {
    if (!check.is(DrugClass::corticosteroid)) return;
    say_equivalent(check);
    if (made != nullptr) return;
    if (const Recommendation* other = other_corticosteroid(all, check)) {
        return check.say(Verdict::warn, other->statement, "The guideline names " + other->item + " now: " + other->text,
                         other->reasons.front().evidence);
    }
    check.say(Verdict::warn, "", "No statement recommends " + check.order.item + " for this patient now.");
}

// 4b. The most of a corticosteroid in one dose, and no adult dose unchecked for a child.
void check_corticosteroid_amount(Check& check, const Recommendation* made) {
    if (!check.is(DrugClass::corticosteroid)) return;
    const Parameters& parameters = check.guideline().parameters;
    const auto above = [&](DrugClass drug, Decimal maximum, std::string_view parameter) {
        const auto mg = ordered_mg(check);
        if (!check.is(drug) || !mg || *mg <= maximum) return;
        check.say(
            Verdict::stop, check.id_of(parameter),
            amount_text(*mg, Unit::mg) + " is above the most in one dose, " + amount_text(maximum, Unit::mg) + ".");
    };
    above(DrugClass::dexamethasone, parameters.dexamethasone_maximum, "dexamethasone_maximum");
    above(DrugClass::methylprednisolone, parameters.methylprednisolone_maximum, "methylprednisolone_maximum");
    const Truth child = check.bedside.findings.truth(FindingId::child);
    const bool figure = made != nullptr && made->dose && made->dose->value;
    if (child == Truth::absent || figure) return;
    check.say(Verdict::warn, check.id_of("adult_from_years"),
              child == Truth::present ? "The dose cannot be checked: flat adult doses are not meant for a child."
                                      : "The dose cannot be checked: no birth date is on record, and flat doses are "
                                        "meant for adults.");
}

// 5. One corticosteroid course at a time.
void check_overlap(Check& check, const Recommendation* made) {
    const CorticosteroidCourse& active = check.bedside.corticosteroid;
    if (!check.is(DrugClass::corticosteroid) || !active.active || active.drug == check.order.drug) return;
    if (made != nullptr && made->action == Action::give) return;
    check.say(Verdict::warn, check.id_of("corticosteroid_course_gap"),
              "A course of " + check.guideline().formulary.drugs[active.drug] + " is active (last dose " +
                  to_text(active.last) + "): one corticosteroid course at a time.");
}

// The newest dose of the ordered drug on record, one that could not be read and one that runs in among them.
std::uint32_t last_dose_of(const Check& check) {
    const std::span<const Fact> facts = check.bedside.timeline.facts();
    for (std::size_t i = facts.size(); i-- > 0;) {
        const bool stopped = facts[i].state == ValueState::known && facts[i].amount == Decimal{};
        const bool given = facts[i].item == Item::give || (facts[i].item == Item::rate && !stopped);
        const bool dose = given && facts[i].code == check.order.drug;
        if (dose && facts[i].at <= check.bedside.course.now) return static_cast<std::uint32_t>(i);
    }
    return no_fact;
}

// 6. Again, of a drug whose doses no ledger follows: before its interval has passed, or when one dose is meant.
void check_repeat(Check& check, const Recommendation* made) {
    const bool followed = check.is(DrugClass::tocilizumab) || check.is(DrugClass::corticosteroid);
    const std::uint32_t last = made == nullptr || followed ? no_fact : last_dose_of(check);
    if (last == no_fact) return;
    const Bedside& bedside = check.bedside;
    const Instant given = bedside.timeline.facts()[last].at;
    const std::vector<Evidence> evidence{evidence_of(last, bedside.timeline, check.guideline().formulary)};
    const std::string was = check.order.item + " was given at " + to_text(given) + ": ";
    const Duration wait = made->every.value_or(Duration{}) + bedside.course.clock_doubt;
    if (made->every && given + wait > bedside.course.now) {
        check.result.not_before = given + wait;
        check.say(Verdict::warn, made->statement, was + "the next dose is due at " + to_text(given + wait) + ".",
                  evidence);
    }
    if (!made->every && check.is(DrugClass::anticytokine) && given >= bedside.course.episode.onset) {
        check.say(Verdict::warn, made->statement, was + "no second dose is recommended.", evidence);
    }
}

// 7. What the guideline recommends of this drug now.
void check_recommended(Check& check, const Recommendation* made) {
    if (made == nullptr) {
        if (check.is(DrugClass::tocilizumab)) {
            check.say(Verdict::warn, "", "No statement recommends tocilizumab for this patient now.");
        }
        return;
    }
    if (made->not_before && !check.result.not_before) {
        check.result.not_before = made->not_before;
        check.say(Verdict::warn, made->statement, "The next dose is due at " + to_text(*made->not_before) + ".",
                  made->reasons.front().evidence);
    }
    const bool flat = made->dose && made->dose->value && !check.is(DrugClass::tocilizumab);
    const bool differs = flat && check.order.amount &&
                         (check.order.unit != made->dose->unit || *check.order.amount != *made->dose->value);
    if (differs) {
        check.say(Verdict::warn, made->statement,
                  "The recommended dose is " + amount_text(*made->dose->value, made->dose->unit) + ".");
    } else {
        check.say(Verdict::ok, made->statement, made->text, made->reasons.front().evidence);
    }
}

}  // namespace

OrderVerdict check_order(const Timeline& timeline, const Guideline& guideline, const Order& order, Instant as_of) {
    return check_order({walk_to(timeline, guideline, as_of), timeline, guideline}, order);
}

OrderVerdict check_order(const OrderGrounds& grounds, const Order& order) {
    const auto& [walk, timeline, guideline, answer] = grounds;
    const Bedside bedside = look_at(walk, timeline, guideline);
    // A site's words stand in the advice of an answer, and are said with the reasons of a verdict.
    const bool answered = answer != nullptr && guideline.site_changes.empty();
    const std::vector<Recommendation> sought = answered ? std::vector<Recommendation>() : recommend(bedside);
    const std::vector<Recommendation>& all = answered ? answer->recommendations : sought;
    Check check(bedside, order);
    if (bedside.course[Item::death].exists()) {
        check.say(Verdict::stop, "", "The patient's death is on record.",
                  {evidence_of(bedside.course[Item::death].fact, timeline, guideline.formulary)});
        return check.result;
    }
    if (order.product) return check_therapy_order(bedside, order);
    check_avoided(check);
    check_allergy(check);
    check_record_without_a_time(check);
    check_doses_in_doubt(check);
    if (check.is(DrugClass::tocilizumab)) {
        check_ledger(check);
        check_tocilizumab_amount(check);
        if (order.repeats) check_repetition(*order.repeats, bedside, check);
    }
    const Recommendation* made = recommended(all, check);
    check_weight(check);
    check_corticosteroid_amount(check, made);
    check_ceiling(check);
    check_overlap(check, made);
    check_other_corticosteroid(check, all, made);
    check_repeat(check, made);
    if (check.result.verdict != Verdict::stop) check_recommended(check, made);
    if (check.result.reasons.empty()) {
        check.result.checked = false;
        check.say(Verdict::ok, "", "Not checked: no statement speaks of this drug for this patient now.");
    }
    say_site(check.result.reasons, guideline);
    return check.result;
}

}  // namespace stormkeel
