// Writes the discovery answer, with searches for the codes that the terminology knows.
#include "adapters/cds_hooks_services.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "adapters/cds_hooks.h"
#include "adapters/fhir_reading.h"

namespace stormkeel {
namespace {

constexpr std::array<CdsService, 3> services{{
    {"stormkeel-patient-view", CdsHook::patient_view, "Stormkeel: cytokine release syndrome",
     "After CAR-T cells or a T-cell engager: the grades of CRS and ICANS, the next action, what is due, and what is "
     "not known. No card for a patient without such a therapy and without a sign of either."},
    {"stormkeel-order-select", CdsHook::order_select, "Stormkeel: check of a selected order",
     "Checks the selected drafts of drugs that bear on cytokine release syndrome: what must not be given, the doses "
     "of tocilizumab and their interval, the dose for the weight."},
    {"stormkeel-order-sign", CdsHook::order_sign, "Stormkeel: check of orders to be signed",
     "Checks all draft orders of drugs that bear on cytokine release syndrome before they are signed. It warns and "
     "never blocks."},
}};

constexpr std::string_view usage =
    "Answers from prefetch and from Stormkeel's own store. What prefetch lacks is fetched where the site registered "
    "the client's FHIR server and the call brings fhirAuthorization, and nowhere else. "
    "The prefetch may be left out where the store is fed.";

// Blood pressures arrive as panels, whose parts no search by code finds.
constexpr std::array<std::string_view, 2> pressure_panels{"85354-9", "55284-4"};

constexpr std::array<std::string_view, 9> keys{"patient",  "vitals",      "oxygen_and_neurology", "laboratory",
                                               given_key,  therapies_key, "medication_requests",  "conditions",
                                               "allergies"};

// "Observation?patient=...&code=http://loinc.org|8310-5,...": the codes of the items, and our own names of them, since
// not every item has a code.
std::string search_for(const Terminology& terminology, Item first, Item last) {
    std::string codes;
    const auto add = [&](std::string_view system, std::string_view code) {
        codes += (codes.empty() ? "" : ",") + std::string(system) + "|" + std::string(code);
    };
    for (int place = static_cast<int>(first); place <= static_cast<int>(last); ++place) {
        const Item item = static_cast<Item>(place);
        for (const std::string_view code : terminology.loincs_of(item)) add("http://loinc.org", code);
        if (terminology.loincs_of(item).empty()) add(own_item_system, name_of(item));
    }
    if (first == Item::temperature) {
        for (const std::string_view panel : pressure_panels) add("http://loinc.org", panel);
        for (const Item item : {Item::weight, Item::height}) {
            for (const std::string_view code : terminology.loincs_of(item)) add("http://loinc.org", code);
        }
    }
    return "Observation?patient={{context.patientId}}&code=" + codes + "&_sort=-date&_count=200";
}

// What was given months ago, or hundreds of drugs ago: the therapy, and every dose of tocilizumab that still counts.
std::string search_for_therapies(const Terminology& terminology) {
    std::string codes;
    const auto add = [&](std::string_view code) {
        if (!code.empty()) {
            codes += (codes.empty() ? "" : ",") + ("http://www.nlm.nih.gov/research/umls/rxnorm|" + std::string(code));
        }
    };
    if (const auto drug = terminology.drug_of_name("tocilizumab")) add(terminology.rxnorm_of_drug(*drug));
    for (std::size_t product = 0; product < terminology.formulary().products.size(); ++product) {
        add(terminology.rxnorm_of_product(static_cast<ProductId>(product)));
    }
    return "MedicationAdministration?patient={{context.patientId}}&code=" + codes + "&_sort=-effective-time&_count=100";
}

}  // namespace

std::string_view name_of(CdsHook hook) {
    constexpr std::array<std::string_view, 3> names{"patient-view", "order-select", "order-sign"};
    return names.at(static_cast<std::size_t>(hook));
}

std::span<const CdsService> cds_services() { return services; }

const CdsService* cds_service_named(std::string_view id) {
    const auto found =
        std::find_if(services.begin(), services.end(), [&](const CdsService& service) { return service.id == id; });
    return found == services.end() ? nullptr : &*found;
}

std::vector<std::string> cds_prefetch_keys() { return {keys.begin(), keys.end()}; }

std::vector<CdsPrefetch> cds_prefetch(const Terminology& terminology) {
    const std::string of_patient = "?patient={{context.patientId}}";
    return {{keys[0], "Patient/{{context.patientId}}"},
            {keys[1], search_for(terminology, Item::temperature, Item::spo2)},
            {keys[2], search_for(terminology, Item::oxygen_device, Item::sedated)},
            {keys[3], search_for(terminology, Item::crp, Item::phosphate)},
            {keys[4], "MedicationAdministration" + of_patient + "&_sort=-effective-time&_count=200"},
            {keys[5], search_for_therapies(terminology)},
            {keys[6], "MedicationRequest" + of_patient + "&status=active&_sort=-authoredon&_count=100"},
            {keys[7], "Condition" + of_patient + "&_sort=-recorded-date&_count=100"},
            {keys[8], "AllergyIntolerance" + of_patient + "&_count=100"}};
}

std::string cds_discovery(const Terminology& terminology) {
    nlohmann::ordered_json prefetch;
    for (const CdsPrefetch& one : cds_prefetch(terminology)) prefetch[std::string(one.key)] = one.search;
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const CdsService& service : services) {
        list.push_back({{"hook", name_of(service.hook)},
                        {"id", service.id},
                        {"title", service.title},
                        {"description", service.description},
                        {"prefetch", prefetch},
                        {"usageRequirements", usage}});
    }
    return nlohmann::ordered_json{{"services", list}}.dump();
}

}  // namespace stormkeel
