// Reads what was given and what runs: MedicationAdministration; and what was ordered: MedicationRequest.
#include <utility>

#include "adapters/administration.h"
#include "adapters/chart_csv_words.h"

namespace stormkeel {
namespace {

Giving giving_of_status(std::string_view status) {
    if (status == "in-progress") return Giving::going_on;
    if (status == "completed") return Giving::completed;
    if (status == "stopped") return Giving::stopped;
    if (status == "on-hold") return Giving::held;
    if (status == "not-done") return Giving::none;
    if (status == "entered-in-error") return Giving::retracted;
    return Giving::refused;
}

Amount amount_of(const Terminology& terminology, Json quantity, Json ratio) {
    if (quantity.exists() && ratio.exists()) {
        return Refusal{"it is told as a quantity and as a ratio; one of them would be right"};
    }
    if (quantity.exists()) return quantity_of(quantity, terminology);
    if (ratio.exists()) return ratio_of(ratio, terminology);
    return std::nullopt;
}

// Why the record cannot be used although its time is good; empty when it can.
std::string refusal_of(Giving giving, Json body) {
    if (giving == Giving::refused) {
        return "its status '" + clipped(body["status"].string()) +
               "' does not say whether it was given; in-progress, completed, stopped, on-hold or not-done would";
    }
    if (body["modifierExtension"].exists()) return "its modifierExtension changes its meaning in a way we do not know";
    return "";
}

bool is_order(Json request) {
    const std::string_view status = request["status"].string();
    const std::string_view intent = request["intent"].string();
    if (request["doNotPerform"].text() == "true") return false;
    if (status == "cancelled" || status == "entered-in-error" || status == "draft") return false;
    return intent != "proposal" && intent != "plan" && intent != "option";
}

}  // namespace

FhirUse read_medication_administration(const FhirReading& reading) {
    const Json body = reading.body();
    const Json dosage = body["dosage"];
    Administration given;
    given.giving = giving_of_status(body["status"].string());
    given.span = span_of(body, "effective");
    given.dose = amount_of(reading.terminology, dosage["dose"], Json{});
    given.rate = amount_of(reading.terminology, dosage["rateQuantity"], dosage["rateRatio"]);
    given.medication = medication_of(reading);
    given.routes = route_names(concept_of(dosage["route"]));
    given.recorded = recorded_at(body);
    given.received = reading.received();
    given.where = reading.where();
    given.refusal = refusal_of(given.giving, body);
    write_administration(reading.terminology, reading.chart, std::move(given));
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
    if (!medication.contradiction.empty()) reading.reject(medication.label, medication.contradiction);
    const FhirTime at = time_of(reading.body()["authoredOn"], "authoredOn");
    if (at.at) {
        const Json dosage = reading.body()["dosageInstruction"][std::size_t{0}]["doseAndRate"][std::size_t{0}];
        write_order(reading.terminology, reading.chart,
                    {*at.at, medication, amount_of(reading.terminology, dosage["doseQuantity"], Json{}),
                     std::string(reading.where())});
    } else {
        reading.reject(medication.label, at.why);
    }
    return FhirUse::answered;
}

}  // namespace stormkeel
