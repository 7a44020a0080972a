// Which drugs or product a medication means: by code, else by name, in the concept, the Medication or its ingredients.
#include <algorithm>
#include <array>
#include <cctype>

#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

void add_drug(std::vector<DrugId>& drugs, DrugId drug) {
    if (std::find(drugs.begin(), drugs.end(), drug) == drugs.end()) drugs.push_back(drug);
}

// What one ingredient is: named in place, or a Substance or Medication that it refers to.
FhirConcept ingredient_concept(const FhirReading& reading, Json ingredient, Json container) {
    if (const Json named = ingredient["itemCodeableConcept"]; named.exists()) return concept_of(named);
    const Json reference = ingredient["itemReference"];
    FhirConcept found;
    if (const auto item = reading.shelf.find(reference, container)) found = concept_of(item->body["code"]);
    if (found.text.empty()) found.text = reference["display"].string();
    return found;
}

// A Medication is what its code says; when that tells us nothing, what its active ingredients say.
FhirMedication medication_of_resource(const FhirReading& reading, const FhirFound& medication) {
    const FhirConcept code = concept_of(medication.body["code"]);
    FhirMedication found = medication_named(reading.terminology, code);
    if (!found.drugs.empty() || found.product) return found;
    for (const Json ingredient : medication.body["ingredient"]) {
        if (ingredient["isActive"].text() == "false") continue;
        const FhirMedication part =
            medication_named(reading.terminology, ingredient_concept(reading, ingredient, medication.container));
        for (const DrugId drug : part.drugs) add_drug(found.drugs, drug);
        if (!found.product) found.product = part.product;
        if (!code.empty()) continue;
        found.name += (found.name.empty() ? "" : " ") + part.name;
        found.label = found.label == "nothing" ? part.label : found.label + ", " + part.label;
    }
    return found;
}

// Fluids, salts and nutrition, which run on every ward. Drugs that run and are no vasopressor are in the formulary.
constexpr std::array<std::string_view, 30> other_infusions{
    "sodium",     "chloride",  "dextrose",  "glucose", "potassium", "phosphate",  "acetate",    "lactated",
    "ringer",     "ringers",   "lactate",   "saline",  "normal",    "plasma",     "plasmalyte", "lyte",
    "water",      "sterile",   "amino",     "acids",   "lipid",     "fat",        "emulsion",   "tpn",
    "parenteral", "nutrition", "magnesium", "calcium", "gluconate", "bicarbonate"};

// Words of a product's form, which say nothing about what it is.
constexpr std::array<std::string_view, 23> words_of_form{
    "injection", "injectable", "solution", "infusion", "continuous", "intravenous", "iv",         "in",
    "and",       "with",       "mg",       "ml",       "l",          "meq",         "mmol",       "sulfate",
    "for",       "of",         "per",      "hr",       "h",          "bag",         "maintenance"};

template <typename List>
bool is_in(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_number(std::string_view word) {
    return std::all_of(word.begin(), word.end(),
                       [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

}  // namespace

FhirMedication medication_named(const Terminology& terminology, const FhirConcept& concept_) {
    FhirMedication found;
    found.label = label_of(concept_);
    const std::vector<std::string_view> names = concept_.names();
    if (!names.empty()) found.name = names.front();
    for (const FhirCoding& coding : concept_.codings) {
        const auto system = code_system_named(coding.system);
        if (!system) continue;
        if (const auto drug = terminology.drug_of_code(*system, coding.code)) add_drug(found.drugs, *drug);
        if (!found.product) found.product = terminology.product_of_code(*system, coding.code);
    }
    if (!found.drugs.empty() || found.product) return found;
    for (const std::string_view name : names) {
        if (!found.product) found.product = terminology.product_of_name(name);
        if (!found.product) found.product = terminology.product_in_text(name);
        if (found.product) return found;
        if (const auto drug = terminology.drug_of_name(name)) {
            found.drugs = {*drug};
            return found;
        }
        found.drugs = terminology.drugs_in_text(name);
        if (!found.drugs.empty()) return found;
    }
    return found;
}

bool is_systemic(const FhirReading& reading, std::string_view drug) {
    for (const std::string_view route : concept_of(reading.body()["dosage"]["route"]).names()) {
        if (reading.terminology.drugs_in_text(std::string(drug) + " " + std::string(route)).empty()) return false;
    }
    return true;
}

FhirMedication medication_of(const FhirReading& reading) {
    const Json body = reading.body();
    if (const Json coded = body["medicationCodeableConcept"]; coded.exists()) {
        return medication_named(reading.terminology, concept_of(coded));
    }
    const Json reference = body["medicationReference"];
    FhirMedication found;
    if (const auto medication = reading.shelf.find(reference, reading.body())) {
        found = medication_of_resource(reading, *medication);
    } else {
        found.label = reference["reference"].exists()
                          ? "'" + std::string(reference["reference"].string()) + "', which was not sent,"
                          : "no medication";
    }
    // The reference's own display often names the drug better than a Medication that has only a local code.
    if (found.drugs.empty() && !found.product && reference["display"].exists()) {
        FhirConcept shown;
        shown.text = reference["display"].string();
        const FhirMedication named = medication_named(reading.terminology, shown);
        found.drugs = named.drugs;
        found.product = named.product;
        if (found.name.empty()) found.name = named.name;
    }
    return found;
}

bool is_other_infusion(std::string_view name) {
    const std::string folded = folded_words(name);
    bool named = false;
    for (std::size_t begin = 0; begin < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', begin), folded.size());
        const std::string_view word = std::string_view(folded).substr(begin, end - begin);
        begin = end + 1;
        if (is_in(other_infusions, word)) {
            named = true;
        } else if (!is_number(word) && !is_in(words_of_form, word)) {
            return false;
        }
    }
    return named;
}

}  // namespace stormkeel
