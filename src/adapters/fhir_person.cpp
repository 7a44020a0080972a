// Reads who the patient is, whether the patient died, and when intensive care began: Patient and Encounter.
#include <algorithm>
#include <array>

#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

void read_birth_date(const FhirReading& reading, Json birth_date) {
    if (!birth_date.exists()) return;
    if (const auto date = parse_date(birth_date.string())) {
        reading.chart.timeline().set_birth_date(*date);
    } else {
        reading.reject("birthDate " + std::string(birth_date.text()), "it is no full date; right would be 1961-05-02");
    }
}

// FHIR tells that a patient died, never of what. Often it tells the day alone, or not even that; the death then counts
// from the last that is recorded of the patient, since no grade of a living one may stand behind it.
void read_death(const FhirReading& reading) {
    const Json body = reading.body();
    const Json deceased = body["deceasedDateTime"];
    const bool told = body["deceasedBoolean"].text() == "true";
    if (!told && !deceased.exists()) return;
    const FhirTime at = told ? FhirTime{{}, "it does not tell when"} : time_of(deceased, "deceasedDateTime");
    std::string why = at.why;
    if (at.at) why = ahead_of_record(body, *at.at).value_or("");
    if (why.empty()) {
        reading.chart.row(*at.at, reading.where(), {"", name_of(Item::death), "unknown", ""});
    } else {
        reading.reject(told ? "deceasedBoolean" : "death",
                       why +
                           "; the death counts from the last record of the patient, and deceasedDateTime with its "
                           "time would tell when it was");
        reading.chart.death_without_time(reading.where());
    }
}

bool names_intensive_care(const FhirConcept& place) {
    constexpr std::array<std::string_view, 4> role_codes{"ICU", "PEDICU", "PEDNICU", "CCU"};
    for (const FhirCoding& coding : place.codings) {
        const bool role = coding.system == "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
        if (role && std::find(role_codes.begin(), role_codes.end(), coding.code) != role_codes.end()) return true;
    }
    constexpr std::array<std::string_view, 8> words{"icu",  "micu",  "sicu",           "picu",
                                                    "nicu", "cticu", "intensive care", "critical care"};
    for (const std::string_view name : place.names()) {
        const std::string folded = folded_words(name);
        if (holds_words(folded, "step down")) continue;
        if (std::any_of(words.begin(), words.end(), [&](auto word) { return holds_words(folded, word); })) return true;
    }
    return false;
}

bool is_intensive_care(const FhirReading& reading, Json reference) {
    FhirConcept shown;
    shown.text = reference["display"].string();
    if (names_intensive_care(shown)) return true;
    const auto location = reading.shelf.find(reference, reading.body());
    if (!location) return false;
    shown.text = location->body["name"].string();
    if (names_intensive_care(shown)) return true;
    for (const Json type : location->body["type"]) {
        if (names_intensive_care(concept_of(type))) return true;
    }
    return false;
}

}  // namespace

FhirUse read_patient(const FhirReading& reading) {
    read_birth_date(reading, reading.body()["birthDate"]);
    read_death(reading);
    return FhirUse::answered;
}

FhirUse read_encounter(const FhirReading& reading) {
    const Json body = reading.body();
    const std::string_view status = body["status"].string();
    if (status == "planned" || status == "cancelled" || status == "entered-in-error") return FhirUse::not_used;
    FhirUse use = FhirUse::not_used;
    for (const Json stay : body["location"]) {
        const std::string_view stay_status = stay["status"].string();
        if (stay_status == "planned" || stay_status == "reserved") continue;
        if (!is_intensive_care(reading, stay["location"])) continue;
        use = FhirUse::answered;
        // Where a patient lies during the only stay of an encounter is told by the encounter's own period.
        const bool only = body["location"].size() == 1 && !stay["period"].exists();
        const Json period = only ? body["period"] : stay["period"];
        const FhirTime at = time_of(period["start"], only ? "period.start" : "location.period.start");
        std::string why = at.why;
        if (at.at) why = ahead_of_record(body, *at.at).value_or("");
        if (why.empty()) {
            reading.chart.row(*at.at, reading.where(), {"", name_of(Item::icu_admission), "yes", ""});
            const FhirTime end = time_of(period["end"], only ? "period.end" : "location.period.end");
            const bool over = end.at && *end.at >= *at.at && !ahead_of_record(body, *end.at);
            if (over) reading.chart.row(*end.at, reading.where(), {"", name_of(Item::icu_admission), "no", ""});
        } else {
            reading.reject(name_of(Item::icu_admission), why);
        }
    }
    return use;
}

}  // namespace stormkeel
