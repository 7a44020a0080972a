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
inline constexpr std::string_view severe_is_two =
    "what has been severe is grade 2 at least, and a clock without a begin is not shown";
inline constexpr std::string_view given_wins = "where it is given, nothing of the same item is only considered";
inline constexpr std::string_view dose_due =
    "a dose that is due now hides its clock, and a clock without a dose has no begin";
inline constexpr std::string_view ledger = "the clock is never before the ledger's own 8 h";
inline constexpr std::string_view told_by_severity =
    "grade 2 and above is also told by severe_duration, and treat_as by the grade";
inline constexpr std::string_view no_grade_then =
    "without an episode there is no grade, and a patient treated as more has one";

inline constexpr std::string_view higher_grade =
    "what is worse makes a higher grade certain, and a sign is known exactly or open";
inline constexpr std::string_view flow_decides = "through a cannula the flow alone decides";
inline constexpr std::string_view plan_decides =
    "the plan of the course sets the time and the urgency of its next dose";
inline constexpr std::string_view begin_is_severe = "a clock without a begin is not shown, and it begins at grade 2";
inline constexpr std::string_view fever_grades =
    "fever after a therapy is grade 1 at least, and without one the clock has no begin";
inline constexpr std::string_view four_is_open = "treated as 4 is grade 4, in an open episode";
inline constexpr std::string_view no_next_dose = "without a next dose the ledger shows no clock";

inline constexpr std::string_view either_avoids =
    "either of the two alone makes tocilizumab one to avoid, which hides the offer";
inline constexpr std::string_view used_up_avoids =
    "used-up doses make tocilizumab one to avoid; before a first dose nothing has failed";
inline constexpr std::string_view three_doses = "three doses of the running course are asked for, so it is not none";
inline constexpr std::string_view age_not_known = "a child's figure needs an age, and the rule holds only without one";
inline constexpr std::string_view says_the_same = "another statement of the same moment says the same words";

inline constexpr auto unnoticeable = std::to_array<Unnoticeable>({
    {"ASTCT.hypotension_child_until", "child_limit_up_to_years one less", same_limit},
    {"MGMT.steroid.equivalents", "dexamethasone_equivalent 20 x 2", equals_itself},
    {"MGMT.steroid.equivalents", "dexamethasone_equivalent 20 / 2", equals_itself},
    {"MGMT.infection.antibiotics_clock", "step 1: crs_grade >= 1 -> crs_grade >= 0", needs_active},
    {"MGMT.pitfall.delay", "step 1: crs_grade >= 2 -> crs_grade >= 1", severe_is_two},
    {"MGMT.steroid.dexamethasone_12h_no_figure", "step 4: treat_as <= 2 -> treat_as <= 3", given_wins},
    {"MGMT.G3.dexamethasone_until_better", "step 4: treat_as <= 2 -> treat_as <= 3", given_wins},
    {"MGMT.G3.dexamethasone_until_better", "step 14: icans_grade <= 1 -> icans_grade <= 2", given_wins},
    {"MGMT.icans.high_dose_early", "step 6: treat_as <= 3 -> treat_as <= 4", given_wins},
    {"MGMT.steroid.antifungal", "step 8: treat_as >= 3 -> treat_as >= 2", no_grade_then},
    {"MGMT.monitor.vital_signs", "step 3: crs_grade <= 1 -> crs_grade <= 2", told_by_severity},
    {"MGMT.monitor.vital_signs_clock", "step 3: crs_grade <= 1 -> crs_grade <= 2", told_by_severity},
    {"MGMT.G3.dexamethasone_clock", "step 2: dexamethasone_doses >= 1 -> dexamethasone_doses >= 0", dose_due},
    {"MGMT.icans.dexamethasone_clock", "step 10: dexamethasone_doses >= 1 -> dexamethasone_doses >= 0", dose_due},
    {"MGMT.toci.next_dose", "due a minute shorter", ledger},
    {"ASTCT.oxygen_devices", "nasal_cannula is of level 0", flow_decides},
    {"ASTCT.oxygen_devices", "nasal_cannula is of level 2", flow_decides},
    {"ICANS.G2.capd", "step 4: consciousness >= wakes_to_voice -> consciousness = wakes_to_voice", higher_grade},
    {"ICANS.G2.consciousness", "step 1: consciousness >= wakes_to_voice -> consciousness = wakes_to_voice",
     higher_grade},
    {"ICANS.G3.consciousness", "step 1: consciousness >= wakes_to_touch -> consciousness = wakes_to_touch",
     higher_grade},
    {"ICANS.G3.edema", "step 1: cerebral_edema >= focal -> cerebral_edema = focal", higher_grade},
    {"MGMT.icans.high_dose", "urgency today", plan_decides},
    {"MGMT.icans.high_dose_early", "step 6: treat_as <= 3 -> icans_grade <= 3", given_wins},
    {"MGMT.infection.antibiotics_clock", "step 1: crs_grade >= 1 -> treat_as >= 1", fever_grades},
    {"MGMT.pitfall.delay", "step 4: and -> or", begin_is_severe},
    {"MGMT.pitfall.delay", "step 7: and -> or", begin_is_severe},
    {"MGMT.pitfall.delay", "step 1: crs_grade >= 2 -> treat_as >= 2", begin_is_severe},
    {"MGMT.pitfall.delay", "step 11: tocilizumab_exhausted -> no_improvement", no_next_dose},
    {"MGMT.steroid.antifungal", "step 8: treat_as >= 3 -> treat_as = 3", four_is_open},
    {"MGMT.toci.next_dose", "due / 10", ledger},
    {"MGMT.toci.next_dose", "another anchor", ledger},
    {"MGMT.G1.antipyretic", "step 1: crs_grade >= 1 -> treat_as >= 1", fever_grades},
    {"MGMT.G1.empiric_antibiotics", "step 1: crs_grade >= 1 -> treat_as >= 1", fever_grades},
    {"MGMT.G2.tocilizumab", "step 9: or -> and", either_avoids},
    {"MGMT.G2.tocilizumab_silent", "step 9: or -> and", either_avoids},
    {"MGMT.G2.tocilizumab_repeat", "step 12: or -> and", either_avoids},
    {"MGMT.G3.tocilizumab", "step 9: or -> and", either_avoids},
    {"MGMT.G3.tocilizumab_repeat", "step 12: or -> and", either_avoids},
    {"MGMT.G4.tocilizumab", "step 9: or -> and", either_avoids},
    {"MGMT.G4.tocilizumab_repeat", "step 12: or -> and", either_avoids},
    {"MGMT.G2.tocilizumab", "step 7: tocilizumab_exhausted -> no_improvement", used_up_avoids},
    {"MGMT.G2.tocilizumab_silent", "step 7: tocilizumab_exhausted -> no_improvement", used_up_avoids},
    {"MGMT.G3.tocilizumab", "step 7: tocilizumab_exhausted -> no_improvement", used_up_avoids},
    {"MGMT.G4.tocilizumab", "step 7: tocilizumab_exhausted -> no_improvement", used_up_avoids},
    {"MGMT.G3.dexamethasone_until_better",
     "step 1: corticosteroid_course = dexamethasone -> corticosteroid_course <= dexamethasone", three_doses},
    {"MGMT.G3.dexamethasone_kept_clock",
     "step 1: corticosteroid_course = dexamethasone -> corticosteroid_course <= dexamethasone", three_doses},
    {"MGMT.G2.vasopressor", "step 1: treat_as = 2 -> treat_as >= 2", given_wins},
    {"MGMT.G3.refractory", "step 2: treat_as = 3 -> treat_as >= 3", given_wins},
    {"MGMT.G2.fluid_bolus_no_figure", "population 1", age_not_known},
    {"MGMT.G2.fluid_bolus_second_no_figure", "population 1", age_not_known},
    {"MGMT.G4.methylprednisolone", "urgency today", plan_decides},
    {"MGMT.G4.high_dose", "population 2", says_the_same},
});

}  // namespace stormkeel::prove
