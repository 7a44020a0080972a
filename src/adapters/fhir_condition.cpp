// Reads AllergyIntolerance and Condition: an allergy to a drug, and the grade of CRS or ICANS that a diagnosis carries.
#include <algorithm>
#include <array>

#include "adapters/allergy.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

// Whether a status of the record, a CodeableConcept, holds one of these codes.
bool says(Json status, std::initializer_list<std::string_view> wanted) {
    for (const Json coding : status["coding"]) {
        if (std::find(wanted.begin(), wanted.end(), coding["code"].string()) != wanted.end()) return true;
    }
    return false;
}

bool does_not_hold(Json body) {
    return says(body["verificationStatus"], {"entered-in-error", "refuted"}) ||
           says(body["clinicalStatus"], {"inactive", "resolved", "remission"});
}

// The drugs of the record itself, else of the substances that the reactions name.
std::vector<DrugId> drugs_of(const FhirReading& reading, const FhirConcept& code) {
    std::vector<DrugId> drugs = drugs_allergic_to(reading.terminology, code);
    for (const Json reaction : reading.body()["reaction"]) {
        if (!drugs.empty()) break;
        const FhirConcept substance = concept_of(reaction["substance"]);
        drugs = drugs_allergic_to(reading.terminology, substance);
    }
    return drugs;
}

// When a diagnosis was made: as soon as one of these is a time of day. A date alone does not tell which grade came
// first.
FhirTime time_of_diagnosis(Json body) {
    FhirTime first;
    for (const char* field : {"recordedDate", "onsetDateTime"}) {
        if (!body[field].exists()) continue;
        FhirTime at = time_of(body[field], field);
        if (at.at) return at;
        if (first.why.empty()) first = std::move(at);
    }
    if (!first.why.empty()) return first;
    return time_of(body["meta"]["lastUpdated"], "recordedDate");
}

std::optional<CodedGrade> grade_of(const Terminology& terminology, const FhirConcept& code) {
    for (const FhirCoding& coding : code.codings) {
        const auto system = code_system_named(coding.system);
        if (const auto grade = system ? terminology.grade_of_code(*system, coding.code) : std::nullopt) return grade;
    }
    return std::nullopt;
}

}  // namespace

FhirUse read_allergy(const FhirReading& reading) {
    const Json body = reading.body();
    if (does_not_hold(body)) return FhirUse::answered;
    const FhirConcept code = concept_of(body["code"]);
    const std::vector<DrugId> drugs = drugs_of(reading, code);
    if (drugs.empty()) {
        reading.chart.unmapped(reading.where(), label_of(code), allergy_to_none_of_ours);
        return FhirUse::answered;
    }
    if (body["modifierExtension"].exists()) {
        reading.reject(
            label_of(code),
            "its modifierExtension changes its meaning in a way we do not know; it counts as an allergy until "
            "it is sent without");
    }
    auto recorded = time_of(body["recordedDate"], "recordedDate").at;
    // Whoever is allergic was so when that came to us, whatever day was written down.
    if (recorded && ahead_of_record(reading.received(), *recorded)) recorded.reset();
    write_allergy(reading.terminology, reading.chart, reading.where(), {drugs, recorded});
    return FhirUse::answered;
}

FhirUse read_condition(const FhirReading& reading) {
    const Json body = reading.body();
    if (does_not_hold(body)) return FhirUse::answered;
    const FhirConcept code = concept_of(body["code"]);
    const auto meant = grade_of(reading.terminology, code);
    if (!meant || meant->grade == 0) {
        reading.chart.unmapped(reading.where(), label_of(code),
                               meant ? no_grade_told : "no item of ours has this code; not used");
        return FhirUse::answered;
    }
    const FhirTime at = time_of_diagnosis(body);
    std::string why = at.why;
    if (at.at) why = ahead_of_record(body, *at.at).value_or("");
    if (body["modifierExtension"].exists()) why = "its modifierExtension changes its meaning in a way we do not know";
    if (why.empty()) {
        reading.chart.row(*at.at, reading.where(), {"", name_of(meant->item), std::to_string(meant->grade), ""});
    } else {
        reading.reject(label_of(code), why);
    }
    return FhirUse::answered;
}

}  // namespace stormkeel
