// Which drugs or product a medication means: by code, else by name, in the concept, the Medication or its ingredients.
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "adapters/chart_csv_words.h"
#include "adapters/fhir_reading.h"
#include "adapters/words.h"

namespace stormkeel {
namespace {

bool holds(const std::vector<DrugId>& drugs, DrugId drug) {
    return std::find(drugs.begin(), drugs.end(), drug) != drugs.end();
}

void add_drug(std::vector<DrugId>& drugs, DrugId drug) {
    if (!holds(drugs, drug)) drugs.push_back(drug);
}

// Vasopressors and inotropes: a record of one over a time, without a rate, means that it ran at a rate nobody wrote.
constexpr std::array<std::string_view, 10> running_drugs{
    "norepinephrine", "epinephrine", "phenylephrine", "dopamine",  "angiotensin_ii",
    "terlipressin",   "vasopressin", "dobutamine",    "milrinone", "levosimendan"};

// Routes that take a drug elsewhere than into a vein, for records whose route is a code without words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> routes_by_snomed{{
    {"26643006", "oral"},
    {"46713006", "nasal"},
    {"54485002", "ophthalmic"},
    {"10547007", "otic"},
    {"404820008", "epidural"},
    {"34206005", "subcutaneous"},
    {"78421000", "intramuscular"},
    {"6064005", "topical"},
    {"37161004", "rectal"},
    {"16857009", "vaginal"},
}};

// A vasopressor that does not run into the blood is no drug of ours; what stands beside it may be.
void leave_out_vasopressors(const Terminology& terminology, FhirMedication& found) {
    const auto left_out =
        std::erase_if(found.drugs, [&](DrugId drug) { return runs_by_nature(terminology.formulary().drugs[drug]); });
    if (left_out > 0 && found.drugs.empty()) found.reach = DrugReach::local;
}

// What one ingredient is: named in place, or a Substance or Medication that it refers to.
FhirConcept ingredient_concept(const FhirShelf& shelf, Json ingredient, Json container) {
    if (const Json named = ingredient["itemCodeableConcept"]; named.exists()) return concept_of(named);
    const Json reference = ingredient["itemReference"];
    FhirConcept found;
    if (const auto item = shelf.find(reference, container)) found = concept_of(item->body["code"]);
    if (found.text.empty()) found.text = reference["display"].string();
    return found;
}

// A Medication is what its code says; when that tells us nothing, what its active ingredients say.
FhirMedication medication_of_resource(const Terminology& terminology, const FhirShelf& shelf,
                                      const FhirFound& medication) {
    const FhirConcept code = concept_of(medication.body["code"]);
    FhirMedication found = medication_named(terminology, code);
    if (!found.drugs.empty() || found.product || found.reach == DrugReach::local) return found;
    bool beside_not_infused = false;
    for (const Json ingredient : medication.body["ingredient"]) {
        if (ingredient["isActive"].text() == "false") continue;
        const FhirMedication part =
            medication_named(terminology, ingredient_concept(shelf, ingredient, medication.container));
        for (const DrugId drug : part.drugs) add_drug(found.drugs, drug);
        if (found.contradiction.empty()) found.contradiction = part.contradiction;
        beside_not_infused = beside_not_infused || terminology.says_not_infused(part.name);
        if (!found.product) found.product = part.product;
        if (!code.empty()) continue;
        found.name += (found.name.empty() ? "" : " ") + part.name;
        found.label = found.label == nothing_named ? part.label : found.label + ", " + part.label;
    }
    if (beside_not_infused) leave_out_vasopressors(terminology, found);
    return found;
}

// Fluids, salts and nutrition, which run on every ward. Drugs that run and are no vasopressor are in the formulary.
constexpr std::array<std::string_view, 43> other_infusions{
    "sodium",     "chloride",  "dextrose",    "glucose",    "potassium",   "phosphate", "acetate",   "lactated",
    "ringer",     "ringers",   "lactate",     "saline",     "normal",      "plasma",    "lyte",      "water",
    "sterile",    "amino",     "plasmalyte",  "acids",      "lipid",       "fat",       "emulsion",  "tpn",
    "nutrition",  "magnesium", "calcium",     "parenteral", "nacl",        "kcl",       "d5w",       "d10w",
    "d5",         "ns",        "lr",          "hartmann",   "electrolyte", "albumin",   "gluconate", "bicarbonate",
    "hypertonic", "mannitol",  "electrolytes"};

// Words of a product's form, which say nothing about what it is.
constexpr std::array<std::string_view, 29> words_of_form{
    "injection", "injectable", "solution", "infusion", "continuous",  "intravenous", "iv",  "in",  "and", "with", "mg",
    "ml",        "l",          "meq",      "mmol",     "sulfate",     "for",         "of",  "per", "hr",  "h",    "bag",
    "a",         "s",          "human",    "g",        "maintenance", "bolus",       "half"};

// A bolus of a fluid, by the words that name the fluid; each of `all` must stand there, and beside them only `also`.
struct Fluid {
    std::string_view drug;
    std::array<std::string_view, 2> all;
    std::array<std::string_view, 6> also;
};
constexpr std::array<Fluid, 9> boluses{{
    {"sodium_chloride_bolus", {"sodium", "chloride"}, {"normal", "saline", "isotonic", "ns", "nacl", ""}},
    {"sodium_chloride_bolus", {"nacl", ""}, {"normal", "saline", "isotonic", "", "", ""}},
    {"sodium_chloride_bolus", {"saline", ""}, {"normal", "isotonic", "", "", "", ""}},
    {"sodium_chloride_bolus", {"ns", ""}, {"", "", "", "", "", ""}},
    {"lactated_ringers_bolus", {"ringer", ""}, {"lactated", "lactate", "", "", "", ""}},
    {"lactated_ringers_bolus", {"ringers", ""}, {"lactated", "lactate", "", "", "", ""}},
    {"lactated_ringers_bolus", {"lr", ""}, {"", "", "", "", "", ""}},
    {"lactated_ringers_bolus", {"hartmann", ""}, {"", "", "", "", "", ""}},
    {"albumin_bolus", {"albumin", ""}, {"", "", "", "", "", ""}},
}};

// "0", "250", "20meq"
bool is_amount(std::string_view word) { return std::isdigit(static_cast<unsigned char>(word.front())) != 0; }

// Saline of another strength than 0.9 % is given for other reasons than volume.
bool is_isotonic(std::string_view name) {
    return name.find('%') == std::string_view::npos || name.find("0.9") != std::string_view::npos ||
           name.find("0,9") != std::string_view::npos;
}

// "Sodium chloride 0.9 % 500 mL bolus", in whatever order its words come.
std::optional<DrugId> bolus_in(const Terminology& terminology, std::string_view name) {
    const std::string folded = folded_words(name);
    if (!holds_words(folded, "bolus")) return std::nullopt;
    for (const Fluid& fluid : boluses) {
        const bool named = std::all_of(fluid.all.begin(), fluid.all.end(),
                                       [&](auto word) { return word.empty() || holds_words(folded, word); });
        const bool alone = named && all_words(folded, [&](std::string_view word) {
                               return is_amount(word) || is_in(fluid.all, word) || is_in(fluid.also, word) ||
                                      is_in(words_of_form, word);
                           });
        if (!alone) continue;
        if (fluid.drug == "sodium_chloride_bolus" && !is_isotonic(name)) continue;
        return terminology.drug_of_name(fluid.drug);
    }
    return std::nullopt;
}

// What one name says. A product stands back behind a drug: "dexamethasone before teclistamab" gives dexamethasone.
void read_name(const Terminology& terminology, std::string_view name, FhirMedication& found) {
    found.product = terminology.product_of_name(name);
    if (found.product) return;
    if (const auto drug = terminology.drug_of_name(name)) return add_drug(found.drugs, *drug);
    found.drugs = terminology.drugs_in_text(name);
    if (!found.drugs.empty()) return;
    if (const auto bolus = bolus_in(terminology, name)) return add_drug(found.drugs, *bolus);
    found.product = terminology.product_given_in(name);
}

// Nothing says which drug it is but a name that nobody knows. A dose of the drug it was most likely meant to be may
// have been given, so it holds that drug's clock until the name is corrected. What runs under a name is told apart by
// it.
void hold_what_was_meant(const Terminology& terminology, const FhirConcept& concept_, FhirMedication& found) {
    for (const FhirCoding& coding : concept_.codings) {
        if (code_system_named(coding.system)) return;  // the code of another drug
    }
    for (const std::string_view name : concept_.names()) {
        const auto meant = terminology.says_local(name) ? std::nullopt : terminology.drug_misspelt_in(name);
        if (!meant || runs_by_nature(terminology.formulary().drugs[*meant])) continue;
        found.contradiction = "no drug of this name is known; did you mean " + terminology.formulary().drugs[*meant] +
                              "? It counts as one until its name is corrected";
        return add_drug(found.drugs, *meant);
    }
}

// The words beside a code say the same as it, or nothing of ours, or something else.
void hold_against_names(const Terminology& terminology, const FhirConcept& concept_, FhirMedication& found) {
    const Formulary& formulary = terminology.formulary();
    std::vector<DrugId> others;
    std::string_view telling;
    for (const std::string_view name : concept_.names()) {
        const auto product = terminology.product_of_name(name);
        std::vector<DrugId> named = terminology.drugs_in_text(name);
        // What a drug is put in is no other drug.
        std::erase_if(named, [&](DrugId each) { return formulary.drugs[each].ends_with("_bolus"); });
        const bool same_drug =
            std::any_of(named.begin(), named.end(), [&](DrugId each) { return holds(found.drugs, each); });
        if (same_drug || (product && product == found.product)) return;
        if (named.empty() && !(product && found.product)) continue;
        for (const DrugId each : named) add_drug(others, each);
        if (telling.empty()) telling = name;
    }
    if (telling.empty() || (found.drugs.empty() && !found.product)) return;
    const std::string& coded =
        found.drugs.empty() ? formulary.products[*found.product].name : formulary.drugs[found.drugs.front()];
    found.contradiction =
        "its code means " + coded + ", and its words '" + clipped(telling) + "' another; one of them would be right";
    for (const DrugId each : others) {
        if (!runs_by_nature(formulary.drugs[each])) add_drug(found.drugs, each);
    }
}

}  // namespace

bool runs_by_nature(std::string_view drug) { return is_in(running_drugs, drug); }

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
    // A code names the ingredient; only the words beside it may tell that these are eye drops.
    const auto is_plain_name = [&](auto name) { return terminology.drug_of_name(name).has_value(); };
    const bool plain = std::all_of(names.begin(), names.end(), is_plain_name);
    const bool local =
        !plain && std::any_of(names.begin(), names.end(), [&](auto name) { return terminology.says_local(name); });
    if (local && !found.product) {
        found.drugs.clear();
        found.reach = DrugReach::local;
        return found;
    }
    if (!found.drugs.empty() || found.product) {
        hold_against_names(terminology, concept_, found);
    } else {
        for (const std::string_view name : names) {
            if (!found.drugs.empty() || found.product) break;
            read_name(terminology, name, found);
        }
        if (found.drugs.empty() && !found.product) hold_what_was_meant(terminology, concept_, found);
    }
    const bool not_infused = !plain && std::any_of(names.begin(), names.end(),
                                                   [&](auto name) { return terminology.says_not_infused(name); });
    if (not_infused) leave_out_vasopressors(terminology, found);
    return found;
}

std::vector<std::string> route_names(const FhirConcept& route) {
    std::vector<std::string> names;
    for (const std::string_view name : route.names()) names.emplace_back(name);
    for (const FhirCoding& coding : route.codings) {
        if (code_system_named(coding.system) != CodeSystem::snomed) continue;
        for (const auto& [code, name] : routes_by_snomed) {
            if (coding.code == code) names.emplace_back(name);
        }
    }
    return names;
}

bool is_systemic(const Terminology& terminology, std::span<const std::string> routes, std::string_view drug) {
    return std::none_of(routes.begin(), routes.end(), [&](std::string_view name) {
        return terminology.says_local(name) || (runs_by_nature(drug) && terminology.says_not_infused(name));
    });
}

// A concept that holds words for "nothing is known", or nothing at all.
bool names_nothing(const FhirConcept& concept_) {
    constexpr std::array<std::string_view, 2> systems_of_absence{
        "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"};
    const bool codes = std::any_of(concept_.codings.begin(), concept_.codings.end(), [&](const FhirCoding& coding) {
        const bool told = !coding.code.empty() || !coding.display.empty();
        return told && !is_in(systems_of_absence, coding.system);
    });
    constexpr std::array<std::string_view, 3> words_of_absence{"", "unknown", "not known"};
    return !codes && is_in(words_of_absence, folded_words(concept_.text));
}

// By its reference: the Medication that was sent with it, else the reference's own words.
FhirMedication medication_referred(const Terminology& terminology, const FhirShelf& shelf, Json body) {
    const Json reference = body["medicationReference"];
    FhirMedication found;
    if (const auto medication = shelf.find(reference, body)) {
        found = medication_of_resource(terminology, shelf, *medication);
        const bool is_bare = !medication->body["ingredient"].exists();
        found.nameless = is_bare && names_nothing(concept_of(medication->body["code"]));
    } else {
        found.nameless = true;
        found.label = "'" + std::string(reference["reference"].string()) + "'";
        found.unknown = "this Medication was not sent; not used";
    }
    // The reference's own display often names the drug better than a Medication that has only a local code.
    const bool told = !found.drugs.empty() || found.product || found.reach == DrugReach::local;
    if (!told && reference["display"].exists()) {
        FhirConcept shown;
        shown.text = reference["display"].string();
        const FhirMedication named = medication_named(terminology, shown);
        found.nameless = found.nameless && names_nothing(shown);
        found.drugs = named.drugs;
        found.contradiction = named.contradiction;
        found.product = named.product;
        found.reach = named.reach;
        if (found.name.empty()) found.name = named.name;
    }
    return found;
}

FhirMedication medication_of(const FhirReading& reading) {
    return medication_of(reading.terminology, reading.shelf, reading.body());
}

FhirMedication medication_of(const Terminology& terminology, const FhirShelf& shelf, Json body) {
    const Json coded = body["medicationCodeableConcept"];
    const bool referred = !coded.exists() && body["medicationReference"].exists();
    FhirMedication found =
        referred ? medication_referred(terminology, shelf, body) : medication_named(terminology, concept_of(coded));
    if (const auto twice = more_than_one(body, "medication")) found.contradiction = twice->why;
    if (!referred) found.nameless = names_nothing(concept_of(coded));
    if (found.label == nothing_named) {
        found.nameless = true;
        found.label = "medication";
        found.unknown = "neither a code nor a name says which drug it is; not used";
    }
    return found;
}

bool is_other_infusion(std::string_view name) {
    bool named = false;
    const bool only_these = all_words(folded_words(name), [&](std::string_view word) {
        const bool fluid = is_in(other_infusions, word);
        named = named || fluid;
        return fluid || is_amount(word) || is_in(words_of_form, word);
    });
    return only_these && named;
}

}  // namespace stormkeel
