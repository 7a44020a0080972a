// Reads draft orders: which drug, how much, and why something of it cannot be checked.
#include "adapters/cds_hooks_draft.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "adapters/cds_hooks_repetition.h"
#include "adapters/chart_csv_words.h"
#include "adapters/fhir_out_identity.h"
#include "adapters/fhir_reading.h"
#include "adapters/order_words.h"

namespace stormkeel {
namespace {

// Everything a draft may refer to: what was drafted beside it, and the Medications that were prefetched.
FhirShelf shelf_of(const CdsCall& call) {
    FhirShelf shelf;
    const auto put = [&](Json body, Json entry) {
        FhirResource resource{call.document, body, std::string(body["resourceType"].string()), "", "", ""};
        resource.id = body["id"].string();
        resource.full_url = entry["fullUrl"].string();
        shelf.put(std::move(resource));
    };
    for (const Json entry : call.draft_orders["entry"]) put(entry["resource"], entry);
    for (const Json value : call.prefetch) {
        if (value["resourceType"].string() == "Medication") put(value, Json{});
        for (const Json entry : value["entry"]) {
            if (entry["resource"]["resourceType"].string() == "Medication") put(entry["resource"], entry);
        }
    }
    return shelf;
}

bool is_intravenous(const FhirConcept& route) {
    constexpr std::string_view snomed_intravenous = "47625008";
    for (const FhirCoding& coding : route.codings) {
        if (code_system_named(coding.system) == CodeSystem::snomed && coding.code == snomed_intravenous) return true;
    }
    const auto names = route.names();
    return std::any_of(names.begin(), names.end(), [](std::string_view name) {
        const std::string folded = folded_words(name);
        return holds_words(folded, "intravenous") || holds_words(folded, "iv") || holds_words(folded, "i v");
    });
}

// One drug of a draft, and where what is read of it goes.
struct DraftReading {
    const Terminology& terminology;
    const Order& drug;  // without its amount
    CdsDraft& draft;

    void not_checked(const std::string& why) const { draft.unchecked.push_back("The dose is not checked: " + why); }

    void read_quantity(Json written) const {
        const auto read = quantity_of(written, terminology);
        if (const auto* refusal = std::get_if<Refusal>(&read)) return not_checked(refusal->why + ".");
        const auto& quantity = std::get<FhirQuantity>(read);
        const QuantityOrRefusal dose = terminology.dose(quantity.amount, quantity.unit);
        const auto* refusal = std::get_if<Refusal>(&dose);
        if (refusal != nullptr) return not_checked("'" + clipped(quantity.written) + "': " + refusal->why + ".");
        if (quantity.comparator != Comparator::equal || quantity.amount <= Decimal{}) {
            return not_checked("'" + clipped(quantity.written) + "' is no amount above 0; one like 640 mg would be.");
        }
        Order order = drug;
        order.amount = std::get<Quantity>(dose).amount;
        order.unit = std::get<Quantity>(dose).unit;
        draft.orders.push_back(std::move(order));
    }

    void read_words(std::string_view words) const {
        Order order = drug;
        const auto refusal = read_ordered_amount(order, words, terminology);
        if (refusal) return not_checked("'" + clipped(words) + "'" + refusal->why + ".");
        draft.orders.push_back(std::move(order));
    }

    // What runs has a rate and no dose, and nothing is said of rates.
    void read_rate() const {
        if (!runs_by_nature(drug.item)) not_checked("the order tells a rate and no dose.");
    }

    void read_instruction(Json instruction) const {
        bool told = false;
        for (const Json part : instruction["doseAndRate"]) {
            if (part["doseQuantity"].exists()) {
                read_quantity(part["doseQuantity"]);
            } else if (part["doseRange"].exists()) {
                not_checked("it is a range; one amount would be checked.");
            } else if (part["rateQuantity"].exists() || part["rateRatio"].exists() || part["rateRange"].exists()) {
                read_rate();
            } else {
                continue;
            }
            told = true;
        }
        if (!told && !instruction["text"].string().empty()) return read_words(instruction["text"].string());
        if (!told) not_checked("the order tells none; doseAndRate.doseQuantity would be right.");
    }

    void read(Json instructions) const {
        const std::size_t before = draft.orders.size();
        for (const Json instruction : instructions) read_instruction(instruction);
        if (instructions.size() == 0) not_checked("the order tells none; doseAndRate.doseQuantity would be right.");
        if (draft.orders.size() == before) draft.orders.push_back(drug);
    }
};

void add_remarks(Json instructions, CdsDraft& draft) {
    for (const Json instruction : instructions) {
        const FhirConcept route = concept_of(instruction["route"]);
        if (!route.empty() && !is_intravenous(route)) {
            draft.remarks.push_back("Its route, " + clipped(label_of(route)) +
                                    ", is not checked: the doses here are those into a vein.");
        }
    }
    const bool repeats = std::any_of(draft.orders.begin(), draft.orders.end(),
                                     [](const Order& order) { return order.repeats.has_value(); });
    if (repeats) draft.remarks.emplace_back("One dose given now is checked, not its repetition.");
}

// The drugs that reach the whole body by every route the draft names.
std::vector<Order> drugs_of(const FhirMedication& medication, Json instructions, const Terminology& terminology) {
    std::vector<Order> drugs;
    const std::optional<Repetition> repeats = repetition_of(instructions);
    for (const DrugId drug : medication.drugs) {
        Order order = order_of_drug(drug, terminology);
        order.repeats = repeats;
        bool systemic = true;
        for (const Json instruction : instructions) {
            systemic = systemic && is_systemic(terminology, route_names(concept_of(instruction["route"])), order.item);
        }
        if (systemic) drugs.push_back(std::move(order));
    }
    if (medication.product) {
        drugs.push_back(order_of_product(*medication.product, terminology));
        drugs.back().repeats = repeats;
    }
    return drugs;
}

bool is_of_patient(Json request, const std::string& patient) {
    const Json reference = request["subject"]["reference"];
    if (!reference.exists()) return true;
    const FhirTarget target = target_of(reference.string());
    return target.type != "Patient" || target.id == patient;
}

void read_drugs(const FhirMedication& medication, Json request, const Terminology& terminology, CdsDraft& draft) {
    const Json instructions = request["dosageInstruction"];
    const std::vector<Order> drugs = drugs_of(medication, instructions, terminology);
    for (const Order& drug : drugs) {
        if (drugs.size() == 1) {
            DraftReading{terminology, drug, draft}.read(instructions);
            continue;
        }
        draft.orders.push_back(drug);
        draft.unchecked.push_back("The dose of " + drug.item +
                                  " is not checked: that of a combination is not its own.");
    }
    if (!drugs.empty()) add_remarks(instructions, draft);
}

CdsDraft read_draft(const CdsCall& call, const FhirShelf& shelf, Json request, const Terminology& terminology) {
    CdsDraft draft;
    const std::string_view id = request["id"].string();
    if (is_fhir_id(id)) draft.reference = "MedicationRequest/" + std::string(id);
    const FhirMedication medication = medication_of(terminology, shelf, request);
    draft.label = clipped(medication.name.empty() ? medication.label : medication.name);
    const bool known = !medication.drugs.empty() || medication.product;
    const bool cannot_be_told = !known && medication.reach == DrugReach::systemic && medication.name.empty();
    if (!is_of_patient(request, call.patient)) {
        if (known) draft.unchecked.emplace_back("Not checked: the order is of another patient than the one in view.");
    } else if (cannot_be_told) {
        draft.unchecked.push_back("Not checked: " + std::string(medication.unknown) +
                                  ". A name beside the code would tell which drug it is.");
    } else {
        if (!medication.contradiction.empty()) {
            draft.unchecked.push_back("Check which drug it is: " + medication.contradiction + ".");
        }
        read_drugs(medication, request, terminology, draft);
    }
    return draft;
}

// Whether a person is about to order it: not what says "do not give", nor what was taken back.
bool is_meant(Json request) {
    constexpr std::array<std::string_view, 3> over{"cancelled", "stopped", "entered-in-error"};
    return request["doNotPerform"].text() != "true" &&
           std::find(over.begin(), over.end(), request["status"].string()) == over.end();
}

// A selection is a reference, an id alone, or the address of an entry, which may be all that a new draft has.
bool names_entry(std::string_view selection, Json entry) {
    const std::string_view address = entry["fullUrl"].string();
    if (selection == address) return true;
    const Json resource = entry["resource"];
    std::string_view id = resource["id"].string();
    if (id.empty()) id = target_of(address).id;
    if (id.empty()) return false;
    const FhirTarget target = target_of(selection);
    return target.type.empty() ? selection == id : target.type == resource["resourceType"].string() && target.id == id;
}

bool may_name_medication(std::string_view selection) {
    const std::string_view type = target_of(selection).type;
    return type.empty() || type == "MedicationRequest";
}

}  // namespace

std::vector<CdsDraft> read_cds_drafts(const CdsCall& call, const Terminology& terminology) {
    const FhirShelf shelf = shelf_of(call);
    std::set<std::string_view> found;
    std::vector<CdsDraft> drafts;
    for (const Json entry : call.draft_orders["entry"]) {
        bool selected = call.service->hook == CdsHook::order_sign;
        for (const std::string& selection : call.selections) {
            if (!names_entry(selection, entry)) continue;
            found.insert(selection);
            selected = true;
        }
        const Json request = entry["resource"];
        if (!selected || request["resourceType"].string() != "MedicationRequest" || !is_meant(request)) continue;
        CdsDraft draft = read_draft(call, shelf, request, terminology);
        if (!draft.orders.empty() || !draft.unchecked.empty()) drafts.push_back(std::move(draft));
    }
    for (const std::string& selected : call.selections) {
        if (found.contains(selected) || !may_name_medication(selected)) continue;
        drafts.push_back({"", clipped(selected), {}, {"Not checked: it is selected and not among draftOrders."}, {}});
        found.insert(selected);
    }
    return drafts;
}

}  // namespace stormkeel
