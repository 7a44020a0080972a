// Every finding a pack may name, with its type. VOCABULARY.md in the packs tells what each means; a test compares the
// two.
#pragma once

// X(name, kind). Kinds: truth (yes or no), count (a whole number), level (words in rising order), choice (words
// without order: only = compares them), duration (compared with a time: "24 h"), quantity (compared with a number and
// its unit). The first block grades; the rest serves management and is found only when an answer is explained.
#define STORMKEEL_GRADING_FINDINGS(X) \
    X(fever, truth)                   \
    X(crs_active, truth)              \
    X(hypotension, truth)             \
    X(vasopressors, count)            \
    X(vasopressin, truth)             \
    X(oxygen_support, level)          \
    X(low_oxygen_saturation, truth)   \
    X(died_of_crs, truth)             \
    X(neuro_assessable, truth)        \
    X(ice_applies, truth)             \
    X(ice_score, count)               \
    X(capd_applies, truth)            \
    X(capd, count)                    \
    X(consciousness, level)           \
    X(seizure, level)                 \
    X(motor_weakness, truth)          \
    X(cerebral_edema, level)          \
    X(died_of_icans, truth)           \
    X(hlh_ferritin, truth)            \
    X(hlh_organs, count)

#define STORMKEEL_MANAGEMENT_FINDINGS(X) \
    X(crs_grade, count)                  \
    X(treat_as, count)                   \
    X(icans_grade, count)                \
    X(hlh_suspected, truth)              \
    X(hlh_duration, duration)            \
    X(therapy, choice)                   \
    X(product, choice)                   \
    X(therapy_age, duration)             \
    X(child, truth)                      \
    X(infant, truth)                     \
    X(episode_open, truth)               \
    X(episode_age, duration)             \
    X(fever_masked, truth)               \
    X(under_treatment, truth)            \
    X(fever_duration, duration)          \
    X(fluid_boluses, count)              \
    X(hypotension_after_boluses, truth)  \
    X(tocilizumab_doses, count)          \
    X(tocilizumab_age, duration)         \
    X(first_tocilizumab_age, duration)   \
    X(tocilizumab_allowed, truth)        \
    X(tocilizumab_exhausted, truth)      \
    X(no_improvement, truth)             \
    X(worsened_since_tocilizumab, truth) \
    X(corticosteroid_course, level)      \
    X(corticosteroid_given, truth)       \
    X(dexamethasone_doses, count)        \
    X(methylprednisolone_doses, count)   \
    X(methylprednisolone_age, duration)  \
    X(methylprednisolone_taper, truth)   \
    X(improved_duration, duration)       \
    X(severe_duration, duration)         \
    X(neutropenia, truth)                \
    X(infection_attributed, truth)       \
    X(fever_attributed, truth)           \
    X(hypotension_attributed, truth)     \
    X(hypoxia_attributed, truth)         \
    X(blood_culture_done, truth)         \
    X(urine_culture_done, truth)         \
    X(chest_radiograph_done, truth)      \
    X(echocardiogram_done, truth)        \
    X(telemetry_on, truth)               \
    X(in_icu, truth)                     \
    X(antifungal_given, truth)           \
    X(antibacterial_given, truth)        \
    X(antipyretic_given, truth)          \
    X(fever_ever, truth)                 \
    X(antipyretic_before_fever, truth)   \
    X(support_before_fever, truth)       \
    X(outside_window, truth)             \
    X(vasopressin_alone, truth)          \
    X(inotrope, truth)                   \
    X(low_dose_dopamine, truth)          \
    X(unknown_infusion, truth)           \
    X(bp_fall_from_baseline, truth)      \
    X(oxygen_for_other_reason, truth)    \
    X(oxygen_at_baseline, truth)         \
    X(low_saturation_on_oxygen, truth)   \
    X(oxygen_device_known, truth)        \
    X(oxygen_flow_known, truth)          \
    X(spo2_known, truth)                 \
    X(blood_pressure_known, truth)       \
    X(temperature_known, truth)          \
    X(medication_record_known, truth)    \
    X(birth_date_known, truth)           \
    X(therapy_known, truth)              \
    X(weight_usable, truth)              \
    X(weight_implausible, truth)         \
    X(consciousness_known, truth)        \
    X(ice_known, truth)                  \
    X(sedated, truth)                    \
    X(neuro_defaults, truth)             \
    X(cause_of_death_known, truth)       \
    X(ferritin_known, truth)             \
    X(attribution_lapsed, truth)         \
    X(values_conflict, truth)            \
    X(unchanged_readings, truth)         \
    X(small_child_flow, truth)
