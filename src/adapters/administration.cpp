// Writes what was given, what runs and what stopped into a chart, and keeps what only the whole record can decide.
#include "adapters/administration.h"

#include <algorithm>
#include <utility>

#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

// Where one administration goes.
struct Writing {
    const Terminology& terminology;
    FhirChart& chart;
    std::string_view place;

    std::string_view where() const { return place; }
    void reject(std::string_view what, std::string_view why) const { chart.reject(place, what, why); }
};

// A rate of zero whatever its unit: nothing flows.
bool is_zero(const Amount& amount) {
    const auto* quantity = amount ? std::get_if<FhirQuantity>(&*amount) : nullptr;
    return quantity != nullptr && quantity->amount == Decimal{} && quantity->comparator == Comparator::equal;
}

// The unit of a rate that can be read; none of another.
Unit unit_of(const Terminology& terminology, const Amount& amount) {
    const auto* quantity = amount ? std::get_if<FhirQuantity>(&*amount) : nullptr;
    if (quantity == nullptr) return Unit::none;
    const QuantityOrRefusal rate = terminology.rate(quantity->amount, quantity->unit);
    const auto* known = std::get_if<Quantity>(&rate);
    return known == nullptr ? Unit::none : known->unit;
}

// Whether the record tells of something that runs, or of its stop. Charts that write one record for each change of a
// rate write one without an amount when it stops.
bool is_infusion(const Administration& given, bool by_nature) {
    if (given.rate) return true;
    if (by_nature) {
        if (given.giving == Giving::going_on || given.giving == Giving::held) return true;
        if (given.span.is_period && (!given.span.end.at || *given.span.end.at > given.start)) return true;
        return given.giving == Giving::stopped && !given.dose;
    }
    return given.giving == Giving::going_on && given.span.is_period && !given.span.end.at && !given.dose;
}

// Writes `give:` or `rate:` of a known drug with its amount, or without one; what cannot be read is rejected, and still
// ends what it would have replaced.
void write_amount(const Writing& writing, Fact fact, const Amount& amount) {
    const std::string item = std::string(name_of(fact.item)) + ":" + writing.terminology.formulary().drugs[fact.code];
    if (!amount) {
        writing.chart.row(fact.at, writing.where(), {"", item, "", ""});
    } else if (const auto* refusal = std::get_if<Refusal>(&*amount)) {
        writing.reject(item, refusal->why);
        fact.state = ValueState::unreadable;
        writing.chart.add(fact, writing.where());
    } else {
        const auto& quantity = std::get<FhirQuantity>(*amount);
        writing.chart.row(fact.at, writing.where(), {"", item, quantity.number(), quantity.unit});
    }
}

// Why a time of the record cannot be used: it lies after the record, or after the record came.
std::optional<std::string> ahead_of(const Administration& given, Instant at) {
    if (const auto ahead = ahead_of_record(given.recorded, at)) return ahead;
    if (!ahead_of_record(given.received, at)) return std::nullopt;
    return "future-dated: true at " + to_text(at) + ", more than 5 minutes after " + to_text(*given.received) +
           ", when it was received; correct its time, or send it when it has happened";
}

// When an infusion stopped; nothing while it runs, or when nobody wrote it.
std::optional<Instant> stop_of(const Writing& writing, const Administration& given) {
    const FhirTime& end = given.span.end;
    if (given.giving == Giving::going_on) {
        if (end.at) writing.chart.planned_end({*end.at, std::string(writing.where()), given.medication.label});
        return std::nullopt;
    }
    if (end.at) {
        const auto ahead = ahead_of(given, *end.at);
        if (!ahead) return end.at;
        writing.reject(given.medication.label, "its end is " + *ahead);
        return std::nullopt;
    }
    if (!end.why.empty()) writing.reject(given.medication.label, end.why);
    if (given.giving == Giving::held) {
        if (!given.span.is_period) return given.start;
        // It ran, and was paused when this was written at the latest.
        if (given.recorded && *given.recorded > given.start) return given.recorded;
        writing.reject(given.medication.label,
                       "it is on hold, but since when is not told, so whether it runs is unknown; "
                       "effectivePeriod.end or meta.lastUpdated would tell");
        return std::nullopt;
    }
    // One record for each change of a rate: "stopped" is the instant of the stop, "completed" a rate that was set.
    if (!given.span.is_period) return given.giving == Giving::stopped ? std::optional(given.start) : std::nullopt;
    if (end.why.empty()) {
        writing.reject(given.medication.label,
                       "it is over, but when it stopped is not told, so it counts as running until its next record; "
                       "effectivePeriod.end would be right");
    }
    return std::nullopt;
}

// Writes a run's start and keeps it for its end. `fact` is the rate of its drug at the start.
void read_run(const Writing& writing, const Administration& given, InfusionSpan run, Fact fact) {
    run.start = given.start;
    run.where = writing.where();
    run.end = stop_of(writing, given);
    run.order = given.order;
    run.goes_on = given.giving == Giving::going_on;
    const bool stops = is_zero(given.rate) || run.end == given.start;
    // A rate that was set at one instant is a part of the run around it; all else goes on until something ends it.
    const bool set_once = !given.span.is_period && given.giving != Giving::going_on;
    if (set_once && !run.order.empty()) {
        writing.chart.rate_of_order(run);
        if (stops) writing.chart.rate_of_order({run.drug, run.name, run.start, run.start, run.where, run.order});
    }
    if (stops) return writing.chart.stop(run, given.start, unit_of(writing.terminology, given.rate));
    fact.at = given.start;
    fact.item = Item::rate;
    if (given.giving == Giving::held && !run.end) {
        fact.state = ValueState::unreadable;
        writing.chart.add(fact, writing.where());
    } else if (run.drug == unknown_drug) {
        writing.chart.add(fact, writing.where());
    } else {
        write_amount(writing, fact, given.rate);
    }
    if (!set_once) writing.chart.infusion(std::move(run));
}

Fact give_of(const Administration& given, DrugId drug) {
    Fact fact;
    fact.at = given.start;
    fact.item = Item::give;
    fact.code = drug;
    return fact;
}

// It had begun, and how much went in before it was paused is not told: it may have been a dose.
void hold_dose(const Writing& writing, const Administration& given, DrugId drug) {
    writing.reject(given.medication.label,
                   "it is on hold, so whether it was given, and how much, is unknown; completed, stopped or not-done "
                   "would tell");
    Fact fact = give_of(given, drug);
    fact.state = ValueState::unreadable;
    writing.chart.add(fact, writing.where());
}

// A drug that is given in doses counts when it begins to flow. How fast it flows decides nothing, and a rate that is
// set while it flows gives no more of it.
void read_dose(const Writing& writing, const Administration& given, DrugId drug) {
    const bool infusion = is_infusion(given, false);
    if (infusion) {
        const auto end = stop_of(writing, given);
        const bool stops = is_zero(given.rate) || end == given.start;
        if (!stops) writing.chart.flow({given.start, drug, Flow::begins});
        if (stops || end) writing.chart.flow({end.value_or(given.start), drug, Flow::stops});
    }
    if (given.giving == Giving::held) return hold_dose(writing, given, drug);
    const bool only_stops = given.giving == Giving::stopped && !given.span.is_period;
    if (infusion && !given.dose && (is_zero(given.rate) || only_stops)) return;
    if (infusion && !given.dose && !given.span.is_period) {
        return writing.chart.given_unless_flowing({drug, "", given.start, {}, std::string(writing.where()), ""});
    }
    // The dose of a combination is not the dose of each of its drugs.
    write_amount(writing, give_of(given, drug), given.medication.drugs.size() == 1 ? given.dose : Amount{});
}

void read_known_drug(const Writing& writing, const Administration& given, DrugId drug) {
    const std::string& name = writing.terminology.formulary().drugs[drug];
    if (!is_systemic(writing.terminology, given.routes, name)) {
        writing.chart.unmapped(writing.where(), given.medication.label, "its route is not systemic; not used");
        return;
    }
    if (!runs_by_nature(name)) return read_dose(writing, given, drug);
    // Given without an amount it runs, at a rate that is not recorded.
    const bool no_amount = given.giving == Giving::completed && !given.dose;
    if (no_amount || is_infusion(given, true)) {
        // The dose of a vasopressor that runs is what the bag holds, not a dose given at once.
        Fact rate;
        rate.code = drug;
        return read_run(writing, given, {drug, "", {}, {}, "", ""}, rate);
    }
    write_amount(writing, give_of(given, drug), given.medication.drugs.size() == 1 ? given.dose : Amount{});
}

std::string name_of_unknown(const Administration& given) {
    return folded_words(given.medication.name.empty() ? given.medication.label : given.medication.name);
}

// A dose that was given, by whatever pump: completed at one instant, with the amount that went in.
bool is_dose_given(const Writing& writing, const Administration& given) {
    const auto* dose = given.dose ? std::get_if<FhirQuantity>(&*given.dose) : nullptr;
    return given.giving == Giving::completed && !given.span.is_period && dose != nullptr &&
           std::holds_alternative<Quantity>(writing.terminology.dose(dose->amount, dose->unit));
}

// One record for each change: stopped or held at an instant, without a dose, is a stop of what ran by that name.
bool only_stops(const Administration& given) {
    const bool ends = given.giving == Giving::stopped || given.giving == Giving::held;
    return ends && !given.span.is_period && !given.dose;
}

bool may_be_vasopressor(const Writing& writing, const Administration& given, const std::string& name) {
    return (is_infusion(given, false) || only_stops(given)) && !is_dose_given(writing, given) &&
           !is_other_infusion(name) && !writing.terminology.says_not_infused(name) &&
           is_systemic(writing.terminology, given.routes, "norepinephrine");
}

// A record without any name of a drug may tell of any, tocilizumab too. As a fact it has no text: nothing tells it
// apart.
bool is_nameless_dose(const Writing& writing, const Administration& given) {
    return given.medication.nameless && given.giving != Giving::held && !is_zero(given.dose) &&
           is_systemic(writing.terminology, given.routes, "tocilizumab");
}

void note_nameless(const Writing& writing, const Administration& given) {
    Fact fact = give_of(given, unknown_drug);
    fact.state = ValueState::not_recorded;
    writing.chart.add(fact, writing.where());
}

// What is said of an unknown drug, whose record is of some use: it ends in "not used".
std::string why_in_part(const Administration& given, bool dose) {
    const std::string& unknown = given.medication.unknown;
    if (!dose) return unknown + " but as an infusion that may be a vasopressor";
    return given.giving == Giving::held ? unknown : unknown + " but as a record that drugs are charted here";
}

// What runs under an unknown name may be a vasopressor; a dose under one only shows that drugs are recorded here.
void read_unknown_drug(const Writing& writing, const Administration& given) {
    const std::string name = name_of_unknown(given);
    const bool dose = !may_be_vasopressor(writing, given, name);
    writing.chart.unmapped(writing.where(), given.medication.label, why_in_part(given, dose));
    if (!dose && is_nameless_dose(writing, given)) note_nameless(writing, given);
    Fact fact;
    fact.at = given.start;
    fact.item = Item::give;
    fact.code = unknown_drug;
    if (!dose || !is_nameless_dose(writing, given)) fact.text = writing.chart.timeline().number_of_text(name);
    fact.state = ValueState::not_recorded;
    if (dose) {
        if (given.giving != Giving::held) writing.chart.add(fact, writing.where());
        return;
    }
    read_run(writing, given, {unknown_drug, name, {}, {}, "", ""}, fact);
}

void read_therapy(const Writing& writing, const Administration& given) {
    if (given.giving == Giving::held) return;
    Fact fact;
    fact.at = given.start;
    fact.item = Item::therapy;
    fact.code = *given.medication.product;
    if (const auto* quantity = given.dose ? std::get_if<FhirQuantity>(&*given.dose) : nullptr) {
        const QuantityOrRefusal dose = writing.terminology.dose(quantity->amount, quantity->unit);
        if (const auto* known = std::get_if<Quantity>(&dose)) {
            fact.amount = known->amount;
            fact.unit = known->unit;
        } else {
            writing.reject(given.medication.label + " " + quantity->written,
                           "the therapy counts without its dose: " + std::get<Refusal>(dose).why);
        }
    }
    writing.chart.add(fact, writing.where());
}

// A dose in a unit per time is a rate in the wrong field: its unit leaves no doubt. So is none of what runs.
void move_rate_out_of_dose(const Terminology& terminology, Administration& given) {
    const auto* quantity = given.dose && !given.rate ? std::get_if<FhirQuantity>(&*given.dose) : nullptr;
    if (quantity == nullptr) return;
    const auto& drugs = given.medication.drugs;
    const bool runs = !drugs.empty() && std::all_of(drugs.begin(), drugs.end(), [&](DrugId drug) {
        return runs_by_nature(terminology.formulary().drugs[drug]);
    });
    if (runs && is_zero(given.dose)) {
        given.rate = std::exchange(given.dose, std::nullopt);
        return;
    }
    if (std::holds_alternative<Quantity>(terminology.dose(quantity->amount, quantity->unit))) return;
    if (!std::holds_alternative<Quantity>(terminology.rate(quantity->amount, quantity->unit))) return;
    given.rate = std::exchange(given.dose, std::nullopt);
}

// Why nothing of the record can be used; empty when it can.
std::string refusal_of(const Administration& given) {
    if (!given.span.start.at) return given.span.start.why;
    if (const auto ahead = ahead_of(given, given.start)) return *ahead;
    return given.refusal.empty() ? given.medication.contradiction : given.refusal;
}

// A record that is refused although its time is good still ends what it would have replaced: what it tells of may run.
void refuse(const Writing& writing, const Administration& given, const std::string& why) {
    Rejection rejection{std::string(writing.where()), clipped(given.medication.label), why};
    const bool has_time = given.span.start.at && !ahead_of(given, given.start);
    // What began on a day may go on. What lies ahead was given before it came, if it was given.
    if (!given.span.is_period) rejection.at_latest = given.span.start.at_latest;
    if (given.span.start.at) rejection.at_latest = std::min(given.start, given.received.value_or(forever));
    for (const DrugId drug : given.medication.drugs) {
        const bool counts =
            is_systemic(writing.terminology, given.routes, writing.terminology.formulary().drugs[drug]) &&
            !is_zero(given.dose);
        if (counts && !has_time && rejection.drug == unknown_drug) rejection.drug = drug;
    }
    writing.chart.reject(std::move(rejection));
    if (!has_time) return;
    Fact fact;
    fact.at = given.start;
    fact.state = ValueState::unreadable;
    const auto open_run = [&](DrugId drug, const std::string& name) {
        fact.item = Item::rate;
        fact.code = drug;
        writing.chart.add(fact, writing.where());
        const bool set_once = !given.span.is_period && given.giving != Giving::refused;
        if (!set_once) writing.chart.infusion({drug, name, given.start, {}, std::string(writing.where()), given.order});
    };
    for (const DrugId drug : given.medication.drugs) {
        const std::string& name = writing.terminology.formulary().drugs[drug];
        if (!is_systemic(writing.terminology, given.routes, name)) continue;
        if (runs_by_nature(name) && is_infusion(given, true)) {
            open_run(drug, "");
        } else if (!is_zero(given.dose)) {  // a dose of nothing was no dose
            fact.item = Item::give;
            fact.code = drug;
            writing.chart.add(fact, writing.where());
        }
    }
    const FhirMedication& medication = given.medication;
    const bool unknown = medication.drugs.empty() && !medication.product && medication.reach == DrugReach::systemic;
    const std::string name = name_of_unknown(given);
    if (!unknown || !may_be_vasopressor(writing, given, name)) return;
    fact.text = writing.chart.timeline().number_of_text(name);
    open_run(unknown_drug, name);
}

}  // namespace

void write_administration(const Terminology& terminology, FhirChart& chart, Administration given) {
    if (given.giving == Giving::none || given.giving == Giving::retracted) return;
    const Writing writing{terminology, chart, given.where};
    given.start = given.span.start.at.value_or(Instant{});
    move_rate_out_of_dose(terminology, given);
    if (const std::string why = refusal_of(given); !why.empty()) return refuse(writing, given, why);
    const FhirMedication& medication = given.medication;
    if (medication.reach == DrugReach::local) {
        chart.unmapped(given.where, medication.label, "its form acts where it is put; not used");
    } else if (medication.drugs.empty() && !medication.product) {
        read_unknown_drug(writing, given);
    }
    if (medication.product) read_therapy(writing, given);
    for (const DrugId drug : medication.drugs) read_known_drug(writing, given, drug);
}

void write_order(const Terminology& terminology, FhirChart& chart, const DrugOrder& order) {
    const bool single = order.medication.drugs.size() == 1;
    const auto* quantity = order.dose && single ? std::get_if<FhirQuantity>(&*order.dose) : nullptr;
    for (const DrugId drug : order.medication.drugs) {
        const std::string item = "order:" + terminology.formulary().drugs[drug];
        ChartRow row{"", item, "", ""};
        const std::string number = quantity == nullptr ? "" : quantity->number();
        if (quantity != nullptr) {
            const QuantityOrRefusal known = terminology.dose(quantity->amount, quantity->unit);
            if (const auto* refusal = std::get_if<Refusal>(&known)) {
                chart.reject(order.where, item + " " + quantity->written,
                             "the order counts without its dose: " + refusal->why);
            } else {
                row.value = number;
                row.unit = quantity->unit;
            }
        }
        chart.row(order.at, order.where, row);
    }
}

}  // namespace stormkeel
