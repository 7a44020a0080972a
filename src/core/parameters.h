// The numbers and classes the findings are computed with. Every one is set by a statement of a pack; none has a default
// here.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"

namespace stormkeel {

// X(name, unit): decimals in the unit named. A pack sets each with `parameter = "name"`, `value = "38.0 Cel"`.
#define STORMKEEL_NUMBER_PARAMETERS(X)           \
    X(fever_at_least, celsius)                   \
    X(systolic_limit_adult, mm_hg)               \
    X(mean_limit_adult, mm_hg)                   \
    X(systolic_limit_neonate, mm_hg)             \
    X(systolic_limit_infant, mm_hg)              \
    X(systolic_limit_child_base, mm_hg)          \
    X(systolic_limit_child_per_year, mm_hg)      \
    X(systolic_fall_absolute, mm_hg)             \
    X(systolic_fall_percent, percent)            \
    X(spo2_limit, percent)                       \
    X(low_flow_at_most, l_per_min)               \
    X(small_child_weight, kg)                    \
    X(dopamine_low_dose, ug_per_kg_per_min)      \
    X(hlh_ferritin_above, ug_per_l)              \
    X(ferritin_rise_above, ug_per_l)             \
    X(ferritin_upper_limit, ug_per_l)            \
    X(transaminase_upper_limit, u_per_l)         \
    X(hlh_fibrinogen, mg_per_dl)                 \
    X(platelets_grade_4_below, thousand_per_ul)  \
    X(anc_grade_4_below, thousand_per_ul)        \
    X(hlh_2004_fever, celsius)                   \
    X(hlh_2004_hemoglobin_below, g_per_dl)       \
    X(hlh_2004_platelets_below, thousand_per_ul) \
    X(hlh_2004_anc_below, thousand_per_ul)       \
    X(hlh_2004_triglycerides, mg_per_dl)         \
    X(hlh_2004_ferritin, ug_per_l)               \
    X(hlh_2004_il2r, u_per_ml)                   \
    X(neutropenia_below, thousand_per_ul)        \
    X(tocilizumab_per_kg, mg_per_kg)             \
    X(tocilizumab_light_below, kg)               \
    X(tocilizumab_light_per_kg, mg_per_kg)       \
    X(tocilizumab_maximum, mg)                   \
    X(tocilizumab_order_tolerance, percent)      \
    X(dexamethasone_maximum, mg)                 \
    X(methylprednisolone_maximum, mg)            \
    X(weight_adult_at_least, kg)                 \
    X(weight_adult_at_most, kg)                  \
    X(weight_adult_second_look, kg)              \
    X(weight_change_warning, percent)            \
    X(weight_cliff_margin, kg)                   \
    X(weight_pound_ratio, none)                  \
    X(weight_pound_tolerance, none)              \
    X(weight_slip_ratio, none)                   \
    X(improvement_vasopressor_fall, percent)     \
    X(worsening_vasopressor_rise, percent)       \
    X(tocilizumab_concentration, mg_per_ml)      \
    X(tocilizumab_rounding, percent)             \
    X(label_high_flow_from, l_per_min)

// X(name): whole numbers without a unit.
#define STORMKEEL_COUNT_PARAMETERS(X) \
    X(tocilizumab_in_window)          \
    X(tocilizumab_in_all)             \
    X(hlh_organ_grade)                \
    X(hlh_organs_needed)              \
    X(iec_hs_ferritin_times)          \
    X(iec_hs_transaminase_times)      \
    X(fluid_boluses_before_drug)      \
    X(adult_from_years)               \
    X(capd_below_years)               \
    X(capd_up_to_years)               \
    X(child_limit_up_to_years)        \
    X(infant_below_years)             \
    X(unchanged_in_a_row)             \
    X(refractory_doses)               \
    X(severe_from_grade)              \
    X(methylprednisolone_from_grade)  \
    X(tocilizumab_stock_doses)        \
    X(feed_complete)

// X(name): lengths of time.
#define STORMKEEL_DURATION_PARAMETERS(X) \
    X(fever_window)                      \
    X(fever_gap)                         \
    X(hlh_window)                        \
    X(ferritin_doubling_within)          \
    X(ferritin_rise_within)              \
    X(tocilizumab_effect)                \
    X(refractory_after)                  \
    X(flare_watch)                       \
    X(vital_signs_age)                   \
    X(neurology_age)                     \
    X(laboratory_age)                    \
    X(weight_age)                        \
    X(oxygen_device_age)                 \
    X(attribution_length)                \
    X(resolution_window)                 \
    X(resolution_charting_gap)           \
    X(medication_record_window)          \
    X(tocilizumab_interval)              \
    X(tocilizumab_window)                \
    X(tocilizumab_charted_twice)         \
    X(corticosteroid_course_gap)         \
    X(echocardiogram_age)                \
    X(hlh_organ_age)                     \
    X(fluid_bolus_age)                   \
    X(antifungal_age)                    \
    X(antibacterial_before_onset)        \
    X(hypotension_recheck)               \
    X(reassess_from)                     \
    X(workup_before_onset)               \
    X(at_risk_age)                       \
    X(charted_grade_age)

// The same three kinds, for the scales that stand beside ASTCT for comparison.
#define STORMKEEL_COMPARISON_NUMBERS(X)       \
    X(fio2_room_air, percent)                 \
    X(fio2_cannula_base, percent)             \
    X(fio2_cannula_per_flow, percent)         \
    X(fio2_high_at_least, percent)            \
    X(high_dose_combined, ug_per_min)         \
    X(high_dose_with_vasopressin, ug_per_min) \
    X(bilirubin_normal_at_most, mg_per_dl)    \
    X(transaminases_normal_at_most, u_per_l)
#define STORMKEEL_COMPARISON_COUNTS(X) X(transaminitis_counts_less_from)
#define STORMKEEL_COMPARISON_DURATIONS(X) \
    X(high_dose_length)                   \
    X(organ_toxicity_age)

// X(name): classes of drugs. A pack sets each with `classify = "drug"`, `vasopressor = ["norepinephrine", ...]`.
#define STORMKEEL_DRUG_CLASSES(X) \
    X(vasopressor)                \
    X(vasopressin)                \
    X(inotrope)                   \
    X(antipyretic)                \
    X(anticytokine)               \
    X(corticosteroid)             \
    X(fluid_bolus)                \
    X(tocilizumab)                \
    X(dexamethasone)              \
    X(methylprednisolone)         \
    X(dopamine)                   \
    X(gm_csf)                     \
    X(g_csf)                      \
    X(antifungal)                 \
    X(antibacterial)

enum class DrugClass : std::uint8_t {
#define STORMKEEL_NAME(name) name,
    STORMKEEL_DRUG_CLASSES(STORMKEEL_NAME)
#undef STORMKEEL_NAME
        count_of_classes  // marks the end of the list; no class
};

// Levels of oxygen support, by device. `oxygen_support` in VOCABULARY.
enum class OxygenLevel : std::uint8_t { none, low_flow, high_flow, positive_pressure };

// One step of a step-up schedule: the amounts that mean it, such as 9 ug/d or, for a light patient, 5 ug/m2/d.
struct DoseAmount {
    Decimal amount;
    Unit unit = Unit::none;
};
using StepUpStep = std::vector<DoseAmount>;

struct ChildLimit;

// A part of a laboratory panel: each of its tests is needed, of alternatives one.
struct PanelPart {
    std::string words;                     // "metabolic panel"
    std::vector<std::vector<Item>> tests;  // {{sodium}, {potassium}}, {{pt, inr}}
};

struct Parameters {
#define STORMKEEL_NUMBER(name, unit) Decimal name;
    STORMKEEL_NUMBER_PARAMETERS(STORMKEEL_NUMBER)
    STORMKEEL_COMPARISON_NUMBERS(STORMKEEL_NUMBER)
#undef STORMKEEL_NUMBER
#define STORMKEEL_COUNT(name) int name = 0;
    STORMKEEL_COUNT_PARAMETERS(STORMKEEL_COUNT)
    STORMKEEL_COMPARISON_COUNTS(STORMKEEL_COUNT)
#undef STORMKEEL_COUNT
#define STORMKEEL_DURATION(name) Duration name;
    STORMKEEL_DURATION_PARAMETERS(STORMKEEL_DURATION)
    STORMKEEL_COMPARISON_DURATIONS(STORMKEEL_DURATION)
#undef STORMKEEL_DURATION

    // Bit i of drug_classes[drug]: the drug is of class i. One entry per drug of the formulary.
    std::vector<std::uint32_t> drug_classes;
    // How many mg equal 1 mg of dexamethasone, per drug; 0 when it is no systemic corticosteroid.
    std::vector<Decimal> dexamethasone_equivalent;
    // How many ug/min of norepinephrine equal 1 ug/min (of dopamine: 1 ug/kg/min), per drug; 0: not counted.
    std::vector<Decimal> norepinephrine_equivalent;
    // A rate of a drug: from which it is a high dose, and what equals 1 ug/min of norepinephrine. Both per drug, for
    // the scales for comparison; amount 0: the table does not hold it.
    struct Rate {
        Decimal amount;
        Unit unit = Unit::none;  // ug_per_min or ug_per_kg_per_min
    };
    std::vector<Rate> high_dose_rate;
    std::vector<Rate> rate_of_norepinephrine;
    // Days after the infusion or dose in which the first fever is usual, per product; 0: not known.
    std::vector<Decimal> usual_onset_days;
    // The doses that are given one after the other at the start, the full dose last, per product; empty: none.
    std::vector<std::vector<StepUpStep>> step_up;
    std::vector<Decimal> tocilizumab_vials;      // what a vial of each size holds, in mg
    std::array<OxygenLevel, 12> oxygen_level{};  // by device
    // The methylprednisolone course: dose in mg and how many doses of it; 0 doses: until grade 1.
    struct CourseStep {
        Decimal mg;
        int doses = 0;
    };
    std::vector<CourseStep> methylprednisolone_course;
    // Doses in mg outside of which a record is taken for a slip, per drug; 0: not known.
    std::vector<Decimal> plausible_dose_at_least;
    std::vector<Decimal> plausible_dose_at_most;
    // The baseline laboratory.
    std::vector<PanelPart> panel_a;
    std::vector<PanelPart> panel_b;
    Duration methylprednisolone_interval;

    bool is(DrugId drug, DrugClass wanted) const {
        return drug < drug_classes.size() && ((drug_classes[drug] >> static_cast<unsigned>(wanted)) & 1U) != 0;
    }
};

}  // namespace stormkeel
