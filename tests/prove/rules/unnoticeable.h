// Changes of the packs that no answer can show, each with the reason.
#pragma once

#include <array>
#include <string_view>

namespace stormkeel::prove {

// A statement, what is changed as `prove_mutation` names it, and why no case can notice it. A line that a case does
// notice is a mistake, and the proof says so.
struct Unnoticeable {
    std::string_view statement;
    std::string_view what;
    std::string_view why;
};

inline constexpr std::string_view same_limit = "70 + 2 x 10 is 90, the limit above that age";
inline constexpr std::string_view equals_itself = "dexamethasone is what the others are told in, and equals itself";
inline constexpr std::string_view needs_active = "fever lasts only in an episode, where it is grade 1 at least";
inline constexpr std::string_view low_is_two = "a low pressure of active CRS is grade 2 at least";
inline constexpr std::string_view severe_is_two =
    "what has been severe is grade 2 at least, and a clock without a begin is not shown";
inline constexpr std::string_view bolus_is_record =
    "a bolus of the last day is itself a drug record, so vasopressors are known";
inline constexpr std::string_view given_wins = "where it is given, nothing of the same item is only considered";
inline constexpr std::string_view avoid_wins = "where it is avoided, nothing of the same item is considered";
inline constexpr std::string_view dose_due =
    "a dose that is due now hides its clock, and a clock without a dose has no begin";
inline constexpr std::string_view ledger = "the clock is never before the ledger's own 8 h";
inline constexpr std::string_view told_by_severity =
    "grade 2 and above is also told by severe_duration, and treat_as by the grade";
inline constexpr std::string_view no_grade_then =
    "without an episode there is no grade, and a patient treated as more has one";

inline constexpr auto unnoticeable = std::to_array<Unnoticeable>({
    {"ASTCT.hypotension_child_until", "child_limit_up_to_years one less", same_limit},
    {"MGMT.steroid.equivalents", "dexamethasone_equivalent 20 x 2", equals_itself},
    {"MGMT.steroid.equivalents", "dexamethasone_equivalent 20 / 2", equals_itself},
    {"MGMT.infection.antibiotics_clock", "step 1: crs_grade >= 1 -> crs_grade >= 0", needs_active},
    {"MGMT.pitfall.cardiotoxicity", "step 1: crs_grade >= 2 -> crs_grade >= 1", severe_is_two},
    {"MGMT.pitfall.delay", "step 1: crs_grade >= 2 -> crs_grade >= 1", severe_is_two},
    {"MGMT.pitfall.delay_30", "step 1: crs_grade >= 2 -> crs_grade >= 1", severe_is_two},
    {"MGMT.pitfall.delay_120", "step 1: crs_grade >= 2 -> crs_grade >= 1", severe_is_two},
    {"MGMT.G2.fluid_bolus_second", "step 6: treat_as = 2 -> treat_as = 1", bolus_is_record},
    {"MGMT.G2.fluid_bolus_second_child", "step 6: treat_as = 2 -> treat_as = 1", bolus_is_record},
    {"MGMT.G2.corticosteroid", "step 2: crs_grade >= 2 -> crs_grade >= 1", low_is_two},
    {"MGMT.G2.dexamethasone_clock", "step 2: crs_grade >= 2 -> crs_grade >= 1", low_is_two},
    {"MGMT.steroid.equal_course", "step 19: crs_grade >= 2 -> crs_grade >= 1", low_is_two},
    {"MGMT.steroid.dexamethasone_12h_no_figure", "step 14: crs_grade >= 2 -> crs_grade >= 1", low_is_two},
    {"MGMT.steroid.dexamethasone_12h_no_figure", "step 4: treat_as <= 2 -> treat_as <= 3", given_wins},
    {"MGMT.G3.dexamethasone_until_better", "step 4: treat_as <= 2 -> treat_as <= 3", given_wins},
    {"MGMT.G3.dexamethasone_until_better", "step 14: icans_grade <= 1 -> icans_grade <= 2", given_wins},
    {"MGMT.icans.high_dose_early", "step 6: treat_as <= 3 -> treat_as <= 4", given_wins},
    {"MGMT.hlh.tocilizumab", "step 4: crs_grade <= 1 -> crs_grade <= 2", given_wins},
    {"MGMT.G1.persistent_fever", "step 11: icans_grade <= 1 -> icans_grade <= 2", avoid_wins},
    {"MGMT.steroid.premedication", "step 9: crs_grade <= 0 -> crs_grade <= 1", no_grade_then},
    {"MGMT.steroid.antifungal", "step 8: treat_as >= 3 -> treat_as >= 2", no_grade_then},
    {"MGMT.monitor.vital_signs", "step 1: treat_as <= 1 -> treat_as <= 2", told_by_severity},
    {"MGMT.monitor.vital_signs", "step 3: crs_grade <= 1 -> crs_grade <= 2", told_by_severity},
    {"MGMT.monitor.vital_signs_clock", "step 1: treat_as <= 1 -> treat_as <= 2", told_by_severity},
    {"MGMT.monitor.vital_signs_clock", "step 3: crs_grade <= 1 -> crs_grade <= 2", told_by_severity},
    {"MGMT.monitor.vital_signs_closer", "step 2: crs_grade >= 2 -> crs_grade >= 3", told_by_severity},
    {"MGMT.monitor.vital_signs_closer", "step 5: treat_as = 2 -> treat_as = 3", told_by_severity},
    {"MGMT.monitor.vital_signs_closer", "step 5: treat_as = 2 -> treat_as = 1", told_by_severity},
    {"MGMT.monitor.vital_signs_closer_clock", "step 2: crs_grade >= 2 -> crs_grade >= 3", told_by_severity},
    {"MGMT.monitor.vital_signs_closer_clock", "step 5: treat_as = 2 -> treat_as = 3", told_by_severity},
    {"MGMT.monitor.vital_signs_closer_clock", "step 5: treat_as = 2 -> treat_as = 1", told_by_severity},
    {"MGMT.monitor.vital_signs_closer_clock", "step 14: vasopressors >= 1 -> vasopressors >= 2", told_by_severity},
    {"MGMT.G3.dexamethasone_clock", "step 2: dexamethasone_doses >= 1 -> dexamethasone_doses >= 0", dose_due},
    {"MGMT.icans.dexamethasone_clock", "step 10: dexamethasone_doses >= 1 -> dexamethasone_doses >= 0", dose_due},
    {"MGMT.toci.next_dose", "due a minute shorter", ledger},
});

}  // namespace stormkeel::prove
