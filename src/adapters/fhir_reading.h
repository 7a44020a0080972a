// The readers of single resource types, and what each of them is given.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fhir_chart.h"
#include "adapters/fhir_shelf.h"
#include "adapters/fhir_values.h"
#include "adapters/terminology.h"

namespace stormkeel {

// One resource to be read into its patient's chart.
struct FhirReading {
    const Terminology& terminology;
    const FhirShelf& shelf;
    const FhirResource& resource;
    FhirChart& chart;

    Json body() const { return resource.body; }
    std::string_view where() const { return resource.where; }
    std::optional<Instant> received() const { return resource.received; }
    void reject(std::string_view what, std::string_view why) const { chart.reject(where(), what, why); }
};

// Whether a resource became a fact, a rejection or a retraction, or holds nothing of ours ("not used").
enum class FhirUse : std::uint8_t { answered, not_used };

FhirUse read_patient(const FhirReading& reading);
FhirUse read_encounter(const FhirReading& reading);
FhirUse read_observation(const FhirReading& reading);
FhirUse read_diagnostic_report(const FhirReading& reading);
FhirUse read_medication_administration(const FhirReading& reading);
FhirUse read_medication_request(const FhirReading& reading);
FhirUse read_procedure(const FhirReading& reading);
FhirUse read_device_use(const FhirReading& reading);
FhirUse read_allergy(const FhirReading& reading);
FhirUse read_condition(const FhirReading& reading);

// Why a diagnosis of CRS or ICANS is not used that leaves its grade open. It is a sign of either all the same.
constexpr std::string_view no_grade_told = "it tells no grade; not used";

// The code system of items that LOINC does not have: its codes are the item names of the chart CSV ("ice_score").
constexpr std::string_view own_item_system = "urn:stormkeel:item";

// The code system of the grades this program writes. What it concluded is never read back as what was observed.
constexpr std::string_view own_grade_system = "urn:stormkeel:grade";

// Why a time cannot be used although it is well formed: it lies after the record that tells of it (issued, else
// meta.lastUpdated). Clocks of one hospital may differ by five minutes.
std::optional<std::string> ahead_of_record(Json resource, Instant at);
std::optional<std::string> ahead_of_record(std::optional<Instant> recorded, Instant at);
std::optional<Instant> recorded_at(Json resource);  // that time, when it is told

// Whether a drug is meant to act where it is put (eye drops, a vasopressor in a local anesthetic).
enum class DrugReach : std::uint8_t { systemic, local };

// The drugs and the product a medication means, by code, else by name. When all words beside a code name other drugs,
// those are among them: any of them may be meant. A vasopressor is what its code says, since a second one would raise a
// grade. A text that names a drug means the drug, whatever product it also speaks of; a product is meant by its code,
// by its name alone, or by a text that says it was given.
struct FhirMedication {
    std::vector<DrugId> drugs;
    std::optional<ProductId> product;
    DrugReach reach = DrugReach::systemic;  // local: no drug and no product, and nothing that could be a vasopressor
    std::string label;                      // "RxNorm 1745276 'norepinephrine Injection'"
    std::string name;                       // the words alone; empty when there are only codes
    bool nameless = false;                  // nothing says which it is: it may be any drug
    std::string contradiction{};            // why it cannot be told which of them it is; empty: it can
    std::string unknown = "no drug of ours has this code or name; not used";  // why, when it is none of ours
};
FhirMedication medication_of(const FhirReading& reading);
// The same of a resource that is read into no chart: its medication[x], with what it refers to on the shelf.
FhirMedication medication_of(const Terminology& terminology, const FhirShelf& shelf, Json body);
FhirMedication medication_named(const Terminology& terminology, const FhirConcept& concept_);

// A vasopressor or inotrope: what is given of it runs.
bool runs_by_nature(std::string_view drug);

// Every name of a route, also of one that is told by its code alone.
std::vector<std::string> route_names(const FhirConcept& route);

// Whether a route lets a drug reach the whole body: eye drops of a steroid treat no CRS, and a vasopressor that is
// swallowed or put into the epidural space is no infusion. True when no route is told.
bool is_systemic(const Terminology& terminology, std::span<const std::string> routes, std::string_view drug);

// Whether every word of a name belongs to fluids and drugs that are no vasopressor, so that an infusion by that name
// leaves the number of vasopressors alone.
bool is_other_infusion(std::string_view name);

}  // namespace stormkeel
