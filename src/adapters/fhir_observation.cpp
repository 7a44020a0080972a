// Reads Observations and DiagnosticReports: which item a code means, and each value as a chart would write it.
#include <algorithm>
#include <array>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_observation.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

// What the parts of one Observation share: its own value and each component's.
struct Part {
    Json body;  // the Observation, or one element of Observation.component
    FhirConcept code;
    Instant at;
};

bool has_value(Json part) {
    for (const Json field : part) {
        if (field.key().starts_with("value") && field.key() != "value") return true;
    }
    return false;
}

void end_what_is_absent(const FhirReading& reading, const Part& part, const ItemMeaning& meaning) {
    end_what_is_absent(reading.terminology, reading.chart, reading.where(), {part.at, meaning.item, meaning.drug});
}

// The value could not be put into a row: the rejection says why, and a record of oxygen still ends the one before.
void reject_value(const FhirReading& reading, const Part& part, const ItemMeaning& meaning, std::string_view why) {
    reading.reject(meaning.row_item, why);
    end_what_is_absent(reading, part, meaning);
}

void read_part(const FhirReading& reading, const Part& part, const ItemMeaning& meaning) {
    const bool absent = part.body["dataAbsentReason"].exists();
    if (absent && !has_value(part.body)) return end_what_is_absent(reading, part, meaning);
    if (absent) {
        return reject_value(reading, part, meaning, "it has both a value and a dataAbsentReason; one of them is wrong");
    }
    const ValueOrRefusal value = value_for(reading.terminology, meaning, part.body);
    if (const auto* refusal = std::get_if<Refusal>(&value)) return reject_value(reading, part, meaning, refusal->why);
    const auto& written = std::get<RowValue>(value);
    reading.chart.row(part.at, reading.where(), {"", meaning.row_item, written.value, written.unit});
}

// Observation.status, from the reader's side.
enum class Standing : std::uint8_t { usable, retracted, refused };

Standing standing_of(const FhirReading& reading) {
    const std::string_view status = reading.body()["status"].string();
    constexpr std::array<std::string_view, 6> usable{"final",    "amended", "corrected",
                                                     "appended", "partial", "preliminary"};
    if (std::find(usable.begin(), usable.end(), status) != usable.end()) return Standing::usable;
    if (status == "entered-in-error" || status == "cancelled") return Standing::retracted;
    return Standing::refused;
}

// What forbids using an Observation whatever its code: rejected, and nothing of it is read.
bool is_refused(const FhirReading& reading, const FhirConcept& code) {
    const Json body = reading.body();
    std::string why;
    if (standing_of(reading) == Standing::refused) {
        const std::string_view status = body["status"].string();
        why = status == "registered"
                  ? "it is registered and has no result yet"
                  : "its status '" + clipped(status) +
                        "' does not say that it holds; final, amended, corrected or preliminary would";
    } else if (body["focus"].exists()) {
        why = "it is about its focus, not about the patient";
    } else if (body["modifierExtension"].exists()) {
        why = "its modifierExtension changes its meaning in a way we do not know";
    }
    if (!why.empty()) reading.reject(label_of(code), why);
    return !why.empty();
}

std::optional<Instant> time_of_observation(const FhirReading& reading, const FhirConcept& code) {
    const FhirSpan span = span_of(reading.body(), "effective");
    std::string why = span.start.why;
    if (span.start.at) why = ahead_of_record(reading.body(), *span.start.at).value_or("");
    if (why.empty()) return span.start.at;
    reading.reject(label_of(code), why);
    return std::nullopt;
}

// The value of the Observation itself and of each component, where a code means an item of ours.
struct Meanings {
    std::vector<std::pair<Part, ItemMeaning>> ours;
    std::vector<std::pair<Part, ItemMeaning>> ended;  // what codes that contradict each other may mean
    bool any_other = false;
};

// A name alone does not tell a saturation of the lungs' blood from that of any blood a laboratory was sent.
bool is_of_a_specimen(Json observation) {
    if (observation["specimen"].exists()) return true;
    for (const Json category : observation["category"]) {
        for (const Json coding : category["coding"]) {
            if (coding["code"].string() == "laboratory") return true;
        }
    }
    return false;
}

// Codes that contradict each other about oxygen say that there was some record of it, so what went before is over.
void take_contradiction(const FhirReading& reading, const Part& part, Meanings& meanings) {
    for (const ItemMeaning& each : meanings_one_by_one(reading.terminology, part.code)) {
        meanings.ended.emplace_back(part, each);
    }
}

void take_part(const FhirReading& reading, Json body, Meanings& meanings) {
    Part part{body, concept_of(body["code"]), {}};
    const MeaningOrNone meaning = item_meant(reading.terminology, part.code);
    const auto* found = std::get_if<ItemMeaning>(&meaning);
    const bool any_blood =
        found != nullptr && found->item == Item::spo2 && found->by == MeantBy::name && is_of_a_specimen(reading.body());
    if (any_blood) {
        reading.chart.unmapped(reading.where(), label_of(part.code), saturation_of_any_blood);
        meanings.any_other = true;
    } else if (found != nullptr) {
        meanings.ours.emplace_back(std::move(part), *found);
    } else if (const auto* refusal = std::get_if<Refusal>(&meaning)) {
        reading.reject(label_of(part.code), refusal->why);
        take_contradiction(reading, part, meanings);
        meanings.any_other = true;
    } else {
        reading.chart.unmapped(reading.where(), label_of(part.code), code_of_no_item);
        meanings.any_other = true;
    }
}

Meanings meanings_of(const FhirReading& reading) {
    const Json body = reading.body();
    const Json components = body["component"];
    Meanings meanings;
    // A panel has no value of its own: its code names the group, and its members are Observations or components.
    const bool group = !has_value(body) && (components.size() > 0 || body["hasMember"].size() > 0);
    if (!group) take_part(reading, body, meanings);
    for (const Json component : components) take_part(reading, component, meanings);
    return meanings;
}

// An Observation that is refused although its time is good ends what it would have replaced; one about its focus tells
// nothing of the patient.
void end_what_it_replaced(const FhirReading& reading, Meanings& meanings) {
    const FhirSpan span = span_of(reading.body(), "effective");
    if (!span.start.at || ahead_of_record(reading.body(), *span.start.at) || reading.body()["focus"].exists()) return;
    for (auto* parts : {&meanings.ours, &meanings.ended}) {
        for (auto& [part, meaning] : *parts) {
            part.at = *span.start.at;
            end_what_is_absent(reading, part, meaning);
        }
    }
}

// Results that live only inside their report are results of the report's patient.
bool read_contained_observations(const FhirReading& report) {
    bool any = false;
    for (const Json contained : report.body()["contained"]) {
        if (contained["resourceType"].string() != "Observation") continue;
        any = true;
        FhirResource inside = report.resource;
        inside.body = contained;
        inside.where += "#" + std::string(contained["id"].string());
        const FhirReading reading{report.terminology, report.shelf, inside, report.chart};
        if (contained["subject"].exists()) {
            const PatientOrRefusal whose = report.shelf.patient_of(contained["subject"], report.resource);
            const auto* patient = std::get_if<std::string>(&whose);
            if (patient == nullptr || *patient != report.chart.timeline().patient()) {
                reading.reject(label_of(concept_of(contained["code"])), "its subject is not the report's patient");
                continue;
            }
        }
        read_observation(reading);
    }
    return any;
}

}  // namespace

namespace {

FhirUse read_values(const FhirReading& reading) {
    const FhirConcept code = concept_of(reading.body()["code"]);
    Meanings meanings = meanings_of(reading);
    if (meanings.ours.empty() && meanings.ended.empty()) {
        return meanings.any_other ? FhirUse::answered : FhirUse::not_used;
    }
    if (is_refused(reading, code)) {
        end_what_it_replaced(reading, meanings);
        return FhirUse::answered;
    }
    const std::optional<Instant> at = time_of_observation(reading, code);
    if (!at) return FhirUse::answered;
    for (auto& [part, meaning] : meanings.ended) {
        part.at = *at;
        end_what_is_absent(reading, part, meaning);
    }
    for (auto& [part, meaning] : meanings.ours) {
        part.at = *at;
        if (is_result_of_doing(meaning.item) && !part.body["dataAbsentReason"].exists()) {
            reading.chart.row(*at, reading.where(), {"", meaning.row_item, "yes", ""});
        } else {
            read_part(reading, part, meaning);
        }
    }
    return FhirUse::answered;
}

}  // namespace

bool is_result_of_doing(Item item) {
    return item == Item::blood_culture || item == Item::urine_culture || item == Item::chest_radiograph ||
           item == Item::echocardiogram;
}

void end_what_is_absent(const Terminology& terminology, FhirChart& chart, std::string_view where,
                        const Absence& absence) {
    const Item item = absence.item;
    if (item == Item::oxygen_device) return chart.device(absence.at, where, unreadable_device);
    if (item != Item::oxygen_flow && item != Item::rate) return;
    Fact fact;
    fact.at = absence.at;
    fact.item = item;
    fact.state = ValueState::unreadable;
    if (item == Item::rate) fact.code = terminology.drug_of_name(absence.drug).value_or(unknown_drug);
    if (item == Item::rate && fact.code == unknown_drug) {
        fact.text = chart.timeline().number_of_text(folded_words(absence.drug));
    }
    chart.add(fact, where);
}

FhirUse read_observation(const FhirReading& reading) {
    for (const FhirCoding& coding : concept_of(reading.body()["code"]).codings) {
        if (coding.system == own_grade_system) return FhirUse::not_used;
    }
    if (standing_of(reading) == Standing::retracted) return FhirUse::answered;
    if (reading.body()["status"].string() != "preliminary") return read_values(reading);
    // Who reads the answer should see that the value may still change.
    FhirResource flagged = reading.resource;
    flagged.where += " (preliminary)";
    return read_values({reading.terminology, reading.shelf, flagged, reading.chart});
}

FhirUse read_diagnostic_report(const FhirReading& reading) {
    if (standing_of(reading) == Standing::retracted) return FhirUse::answered;
    const bool held_observations = read_contained_observations(reading);
    const FhirConcept code = concept_of(reading.body()["code"]);
    const MeaningOrNone meaning = item_meant(reading.terminology, code);
    const auto* found = std::get_if<ItemMeaning>(&meaning);
    // A report groups Observations, which are read for themselves; only examinations that are items count as done.
    if (found == nullptr || !is_result_of_doing(found->item)) {
        return held_observations ? FhirUse::answered : FhirUse::not_used;
    }
    if (is_refused(reading, code)) return FhirUse::answered;
    if (const auto at = time_of_observation(reading, code)) {
        reading.chart.row(*at, reading.where(), {"", found->row_item, "yes", ""});
    }
    return FhirUse::answered;
}

std::optional<Instant> recorded_at(Json resource) {
    const Json issued = resource["issued"];
    const Json told = issued.exists() ? issued : resource["meta"]["lastUpdated"];
    return parse_instant(told.string());
}

std::optional<std::string> ahead_of_record(Json resource, Instant at) {
    return ahead_of_record(recorded_at(resource), at);
}

std::optional<std::string> ahead_of_record(std::optional<Instant> recorded, Instant at) {
    if (!recorded || at <= *recorded + minutes(5)) return std::nullopt;
    return "future-dated: true at " + to_text(at) + ", but recorded at " + to_text(*recorded);
}

}  // namespace stormkeel
