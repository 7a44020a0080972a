// Reads what was given and what runs: MedicationAdministration; and what was ordered: MedicationRequest.
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

// MedicationAdministration.status, from the reader's side.
enum class Giving : std::uint8_t { going_on, completed, stopped, held, none, retracted, refused };

Giving giving_of(std::string_view status) {
    if (status == "in-progress") return Giving::going_on;
    if (status == "completed") return Giving::completed;
    if (status == "stopped") return Giving::stopped;
    if (status == "on-hold") return Giving::held;
    if (status == "not-done") return Giving::none;
    if (status == "entered-in-error") return Giving::retracted;
    return Giving::refused;
}

using Amount = std::optional<std::variant<FhirQuantity, Refusal>>;

// One MedicationAdministration with the drugs it names.
struct Administration {
    Giving giving = Giving::refused;
    FhirSpan span;
    Instant start;
    Amount dose;  // nothing when the record has none
    Amount rate;
    FhirMedication medication;
};

// A rate of zero whatever its unit: nothing flows.
bool is_zero(const Amount& amount) {
    const auto* quantity = amount ? std::get_if<FhirQuantity>(&*amount) : nullptr;
    return quantity != nullptr && quantity->amount == Decimal{} && quantity->comparator == Comparator::equal;
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
void write_amount(const FhirReading& reading, Fact fact, const Amount& amount) {
    const std::string item = std::string(name_of(fact.item)) + ":" + reading.terminology.formulary().drugs[fact.code];
    if (!amount) {
        reading.chart.row(fact.at, reading.where(), {"", item, "", ""});
    } else if (const auto* refusal = std::get_if<Refusal>(&*amount)) {
        reading.reject(item, refusal->why);
        fact.state = ValueState::unreadable;
        reading.chart.add(fact, reading.where());
    } else {
        const auto& quantity = std::get<FhirQuantity>(*amount);
        reading.chart.row(fact.at, reading.where(), {"", item, quantity.number(), quantity.unit});
    }
}

// When an infusion stopped; nothing while it runs, or when nobody wrote it.
std::optional<Instant> stop_of(const FhirReading& reading, const Administration& given) {
    const FhirTime& end = given.span.end;
    if (given.giving == Giving::going_on) {
        if (end.at) reading.chart.planned_end({*end.at, std::string(reading.where()), given.medication.label});
        return std::nullopt;
    }
    if (end.at) {
        const auto ahead = ahead_of_record(reading.body(), *end.at);
        if (!ahead) return end.at;
        reading.reject(given.medication.label, "its end is " + *ahead);
        return std::nullopt;
    }
    if (!end.why.empty()) reading.reject(given.medication.label, end.why);
    if (given.giving == Giving::held) {
        if (!given.span.is_period) return given.start;
        // It ran, and was paused when this was written at the latest.
        const auto recorded = recorded_at(reading.body());
        if (recorded && *recorded > given.start) return recorded;
        reading.reject(given.medication.label,
                       "it is on hold, but since when is not told, so whether it runs is unknown; "
                       "effectivePeriod.end or meta.lastUpdated would tell");
        return std::nullopt;
    }
    // One record for each change of a rate: "stopped" is the instant of the stop, "completed" a rate that was set.
    if (!given.span.is_period) return given.giving == Giving::stopped ? std::optional(given.start) : std::nullopt;
    if (end.why.empty()) {
        reading.reject(given.medication.label,
                       "it is over, but when it stopped is not told, so it counts as running until its next record; "
                       "effectivePeriod.end would be right");
    }
    return std::nullopt;
}

// Writes a run's start and keeps it for its end. `fact` is the rate of its drug at the start.
void read_run(const FhirReading& reading, const Administration& given, InfusionSpan run, Fact fact) {
    run.start = given.start;
    run.where = reading.where();
    run.end = stop_of(reading, given);
    if (is_zero(given.rate) || run.end == given.start) return reading.chart.stop(run, given.start);
    fact.at = given.start;
    fact.item = Item::rate;
    if (given.giving == Giving::held && !run.end) {
        fact.state = ValueState::unreadable;
        reading.chart.add(fact, reading.where());
    } else if (run.drug == unknown_drug) {
        reading.chart.add(fact, reading.where());
    } else {
        write_amount(reading, fact, given.rate);
    }
    // A rate that was set at one instant is a part of the run around it; all else goes on until something ends it.
    const bool set_once = !given.span.is_period && given.giving != Giving::going_on;
    if (!set_once) reading.chart.infusion(std::move(run));
}

Fact give_of(const Administration& given, DrugId drug) {
    Fact fact;
    fact.at = given.start;
    fact.item = Item::give;
    fact.code = drug;
    return fact;
}

// A drug that is given in doses counts when it begins to flow. How fast it flows decides nothing, and a rate that is
// set while it flows gives no more of it.
void read_dose(const FhirReading& reading, const Administration& given, DrugId drug) {
    const bool infusion = is_infusion(given, false);
    if (infusion) {
        const auto end = stop_of(reading, given);
        const bool stops = is_zero(given.rate) || end == given.start;
        if (!stops) reading.chart.flow({given.start, drug, Flow::begins});
        if (stops || end) reading.chart.flow({end.value_or(given.start), drug, Flow::stops});
    }
    if (given.giving == Giving::held) return;
    const bool only_stops = given.giving == Giving::stopped && !given.span.is_period;
    if (infusion && !given.dose && (is_zero(given.rate) || only_stops)) return;
    if (infusion && !given.dose && !given.span.is_period) {
        return reading.chart.given_unless_flowing({drug, "", given.start, {}, std::string(reading.where())});
    }
    // The dose of a combination is not the dose of each of its drugs.
    write_amount(reading, give_of(given, drug), given.medication.drugs.size() == 1 ? given.dose : Amount{});
}

void read_known_drug(const FhirReading& reading, const Administration& given, DrugId drug) {
    const std::string& name = reading.terminology.formulary().drugs[drug];
    if (!is_systemic(reading, name)) {
        reading.chart.unmapped(reading.where(), given.medication.label, "its route is not systemic; not used");
        return;
    }
    if (!runs_by_nature(name)) return read_dose(reading, given, drug);
    if (is_infusion(given, true)) {
        // The dose of a vasopressor that runs is what the bag holds, not a dose given at once.
        Fact rate;
        rate.code = drug;
        return read_run(reading, given, {drug, "", {}, {}, ""}, rate);
    }
    write_amount(reading, give_of(given, drug), given.medication.drugs.size() == 1 ? given.dose : Amount{});
}

std::string name_of_unknown(const Administration& given) {
    return folded_words(given.medication.name.empty() ? given.medication.label : given.medication.name);
}

// A dose that was given, by whatever pump: completed at one instant, with the amount that went in.
bool is_dose_given(const FhirReading& reading, const Administration& given) {
    const auto* dose = given.dose ? std::get_if<FhirQuantity>(&*given.dose) : nullptr;
    return given.giving == Giving::completed && !given.span.is_period && dose != nullptr &&
           std::holds_alternative<Quantity>(reading.terminology.dose(dose->amount, dose->unit));
}

// One record for each change: stopped or held at an instant, without a dose, is a stop of what ran by that name.
bool only_stops(const Administration& given) {
    const bool ends = given.giving == Giving::stopped || given.giving == Giving::held;
    return ends && !given.span.is_period && !given.dose;
}

bool may_be_vasopressor(const FhirReading& reading, const Administration& given, const std::string& name) {
    return (is_infusion(given, false) || only_stops(given)) && !is_dose_given(reading, given) &&
           !is_other_infusion(name) && !reading.terminology.says_not_infused(name) &&
           is_systemic(reading, "norepinephrine");
}

// What runs under an unknown name may be a vasopressor; a dose under one only shows that drugs are recorded here.
void read_unknown_drug(const FhirReading& reading, const Administration& given) {
    const std::string name = name_of_unknown(given);
    reading.chart.unmapped(reading.where(), given.medication.label, given.medication.unknown);
    Fact fact;
    fact.at = given.start;
    fact.item = Item::give;
    fact.code = unknown_drug;
    fact.text = reading.chart.timeline().number_of_text(name);
    fact.state = ValueState::not_recorded;
    if (!may_be_vasopressor(reading, given, name)) {
        if (given.giving != Giving::held) reading.chart.add(fact, reading.where());
        return;
    }
    read_run(reading, given, {unknown_drug, name, {}, {}, ""}, fact);
}

void read_therapy(const FhirReading& reading, const Administration& given) {
    if (given.giving == Giving::held) return;
    Fact fact;
    fact.at = given.start;
    fact.item = Item::therapy;
    fact.code = *given.medication.product;
    if (const auto* quantity = given.dose ? std::get_if<FhirQuantity>(&*given.dose) : nullptr) {
        const QuantityOrRefusal dose = reading.terminology.dose(quantity->amount, quantity->unit);
        if (const auto* known = std::get_if<Quantity>(&dose)) {
            fact.amount = known->amount;
            fact.unit = known->unit;
        } else {
            reading.reject(given.medication.label + " " + quantity->written,
                           "the therapy counts without its dose: " + std::get<Refusal>(dose).why);
        }
    }
    reading.chart.add(fact, reading.where());
}

Amount amount_of(Json quantity, Json ratio) {
    if (quantity.exists()) return quantity_of(quantity);
    if (ratio.exists()) return ratio_of(ratio);
    return std::nullopt;
}

// A dose in a unit per time is a rate in the wrong field: its unit leaves no doubt.
void move_rate_out_of_dose(const Terminology& terminology, Administration& given) {
    const auto* quantity = given.dose && !given.rate ? std::get_if<FhirQuantity>(&*given.dose) : nullptr;
    if (quantity == nullptr) return;
    if (std::holds_alternative<Quantity>(terminology.dose(quantity->amount, quantity->unit))) return;
    if (!std::holds_alternative<Quantity>(terminology.rate(quantity->amount, quantity->unit))) return;
    given.rate = std::exchange(given.dose, std::nullopt);
}

// Why nothing of the record can be used; empty when it can.
std::string refusal_of(const FhirReading& reading, const Administration& given) {
    const Json body = reading.body();
    if (!given.span.start.at) return given.span.start.why;
    if (const auto ahead = ahead_of_record(body, given.start)) return *ahead;
    if (given.giving == Giving::refused) {
        return "its status '" + clipped(body["status"].string()) +
               "' does not say whether it was given; in-progress, completed, stopped, on-hold or not-done would";
    }
    if (body["modifierExtension"].exists()) return "its modifierExtension changes its meaning in a way we do not know";
    return "";
}

// A record that is refused although its time is good still ends what it would have replaced: what it tells of may run.
void refuse(const FhirReading& reading, const Administration& given, const std::string& why) {
    DrugId untimed = unknown_drug;
    for (const DrugId drug : given.medication.drugs) {
        const bool counts = is_systemic(reading, reading.terminology.formulary().drugs[drug]) && !is_zero(given.dose);
        if (counts && !given.span.start.at && untimed == unknown_drug) untimed = drug;
    }
    reading.chart.reject(reading.where(), given.medication.label, why, untimed);
    if (!given.span.start.at || ahead_of_record(reading.body(), given.start)) return;
    Fact fact;
    fact.at = given.start;
    fact.state = ValueState::unreadable;
    const auto open_run = [&](DrugId drug, const std::string& name) {
        fact.item = Item::rate;
        fact.code = drug;
        reading.chart.add(fact, reading.where());
        const bool set_once = !given.span.is_period && given.giving != Giving::refused;
        if (!set_once) reading.chart.infusion({drug, name, given.start, {}, std::string(reading.where())});
    };
    for (const DrugId drug : given.medication.drugs) {
        const std::string& name = reading.terminology.formulary().drugs[drug];
        if (!is_systemic(reading, name)) continue;
        if (runs_by_nature(name) && is_infusion(given, true)) {
            open_run(drug, "");
        } else {
            fact.item = Item::give;
            fact.code = drug;
            reading.chart.add(fact, reading.where());
        }
    }
    const FhirMedication& medication = given.medication;
    const bool unknown = medication.drugs.empty() && !medication.product && medication.reach == DrugReach::systemic;
    const std::string name = name_of_unknown(given);
    if (!unknown || !may_be_vasopressor(reading, given, name)) return;
    fact.text = reading.chart.timeline().number_of_text(name);
    open_run(unknown_drug, name);
}

bool is_order(Json request) {
    const std::string_view status = request["status"].string();
    const std::string_view intent = request["intent"].string();
    if (request["doNotPerform"].text() == "true") return false;
    if (status == "cancelled" || status == "entered-in-error" || status == "draft") return false;
    return intent != "proposal" && intent != "plan" && intent != "option";
}

void write_order(const FhirReading& reading, Instant at, const FhirMedication& medication) {
    const Json dosage = reading.body()["dosageInstruction"][std::size_t{0}]["doseAndRate"][std::size_t{0}];
    const Amount dose = amount_of(dosage["doseQuantity"], Json{});
    const auto* quantity = dose && medication.drugs.size() == 1 ? std::get_if<FhirQuantity>(&*dose) : nullptr;
    for (const DrugId drug : medication.drugs) {
        const std::string item = "order:" + reading.terminology.formulary().drugs[drug];
        ChartRow row{"", item, "", ""};
        const std::string number = quantity == nullptr ? "" : quantity->number();
        if (quantity != nullptr) {
            const QuantityOrRefusal known = reading.terminology.dose(quantity->amount, quantity->unit);
            if (const auto* refusal = std::get_if<Refusal>(&known)) {
                reading.reject(item + " " + quantity->written, "the order counts without its dose: " + refusal->why);
            } else {
                row.value = number;
                row.unit = quantity->unit;
            }
        }
        reading.chart.row(at, reading.where(), row);
    }
}

}  // namespace

FhirUse read_medication_administration(const FhirReading& reading) {
    const Json body = reading.body();
    Administration given;
    given.giving = giving_of(body["status"].string());
    if (given.giving == Giving::none || given.giving == Giving::retracted) return FhirUse::answered;
    const Json dosage = body["dosage"];
    given.span = span_of(body, "effective");
    given.start = given.span.start.at.value_or(Instant{});
    given.dose = amount_of(dosage["dose"], Json{});
    given.rate = amount_of(dosage["rateQuantity"], dosage["rateRatio"]);
    move_rate_out_of_dose(reading.terminology, given);
    given.medication = medication_of(reading);
    if (const std::string why = refusal_of(reading, given); !why.empty()) {
        refuse(reading, given, why);
        return FhirUse::answered;
    }
    const FhirMedication& medication = given.medication;
    if (medication.reach == DrugReach::local) {
        reading.chart.unmapped(reading.where(), medication.label, "its form acts where it is put; not used");
    } else if (medication.drugs.empty() && !medication.product) {
        read_unknown_drug(reading, given);
    }
    if (medication.product) read_therapy(reading, given);
    for (const DrugId drug : medication.drugs) read_known_drug(reading, given, drug);
    return FhirUse::answered;
}

FhirUse read_medication_request(const FhirReading& reading) {
    if (!is_order(reading.body())) return FhirUse::not_used;
    const FhirMedication medication = medication_of(reading);
    if (medication.drugs.empty()) {
        if (medication.product) return FhirUse::not_used;  // a therapy counts when it is given
        reading.chart.unmapped(reading.where(), medication.label, medication.unknown);
        return FhirUse::answered;
    }
    const FhirTime at = time_of(reading.body()["authoredOn"], "authoredOn");
    if (at.at) {
        write_order(reading, *at.at, medication);
    } else {
        reading.reject(medication.label, at.why);
    }
    return FhirUse::answered;
}

}  // namespace stormkeel
