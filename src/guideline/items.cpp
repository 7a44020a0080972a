// The item names an answer may carry.
#include <algorithm>

#include "core/vocabulary.h"
#include "guideline/rule.h"

namespace stormkeel::pack {
namespace {

// Beside the items of the chart, the drugs and the products; in the order of the outer contract.
constexpr std::array<std::string_view, 37> item_names = {"corticosteroid",
                                                         "vasopressor",
                                                         "fluid_bolus",
                                                         "oxygen",
                                                         "antipyretic",
                                                         "hydration",
                                                         "empiric_antibiotics",
                                                         "g_csf",
                                                         "gm_csf",
                                                         "antifungal_prophylaxis",
                                                         "alternative_agent",
                                                         "icu_admission",
                                                         "icu_team",
                                                         "echocardiogram",
                                                         "hemodynamic_monitoring",
                                                         "mechanical_ventilation",
                                                         "telemetry",
                                                         "pulse_oximetry",
                                                         "vital_signs",
                                                         "regrade",
                                                         "neurologic_assessment",
                                                         "baseline_laboratory",
                                                         "blood_culture",
                                                         "urine_culture",
                                                         "chest_radiograph",
                                                         "sepsis_workup",
                                                         "hlh_workup",
                                                         "hlh_protocol",
                                                         "leukodepleting_filter",
                                                         "steroid_premedication",
                                                         "premedication",
                                                         "step_up_dosing",
                                                         "tocilizumab_stock",
                                                         "organ_toxicity_care",
                                                         "steroid_taper",
                                                         "withhold_therapy",
                                                         "observation"};

}  // namespace

bool is_item(std::string_view name, const Formulary& formulary) {
    return std::find(item_names.begin(), item_names.end(), name) != item_names.end() || item_named(name) ||
           formulary.drug_named(name) || formulary.product_named(name);
}

std::string nearest_item(std::string_view name, const Formulary& formulary) {
    std::vector<std::string_view> known(item_names.begin(), item_names.end());
    for (std::size_t i = 0; i < item_count; ++i) known.push_back(name_of(static_cast<Item>(i)));
    known.insert(known.end(), formulary.drugs.begin(), formulary.drugs.end());
    for (const Product& product : formulary.products) known.push_back(product.name);
    return did_you_mean(name, known);
}

}  // namespace stormkeel::pack
