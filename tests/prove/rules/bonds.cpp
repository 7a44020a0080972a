// Findings that are always known, and the rules that bind findings together.
#include "prove/rules/bonds.h"

#include <algorithm>
#include <array>

#include "properties/knowledge.h"

namespace stormkeel::prove {
namespace {

using Id = FindingId;

constexpr std::array always_known_truths = {Id::episode_open,
                                            Id::fever_ever,
                                            Id::antipyretic_before_fever,
                                            Id::support_before_fever,
                                            Id::outside_window,
                                            Id::unknown_infusion,
                                            Id::oxygen_for_other_reason,
                                            Id::oxygen_at_baseline,
                                            Id::oxygen_device_known,
                                            Id::oxygen_flow_known,
                                            Id::spo2_known,
                                            Id::blood_pressure_known,
                                            Id::temperature_known,
                                            Id::medication_record_known,
                                            Id::birth_date_known,
                                            Id::therapy_known,
                                            Id::weight_usable,
                                            Id::weight_implausible,
                                            Id::consciousness_known,
                                            Id::ice_known,
                                            Id::neuro_defaults,
                                            Id::examined_under_sedation,
                                            Id::cause_of_death_known,
                                            Id::ferritin_known,
                                            Id::attribution_lapsed,
                                            Id::values_conflict,
                                            Id::unchanged_readings,
                                            Id::infection_attributed,
                                            Id::fever_attributed,
                                            Id::hypotension_attributed,
                                            Id::hypoxia_attributed,
                                            Id::blood_culture_done,
                                            Id::urine_culture_done,
                                            Id::chest_radiograph_done,
                                            Id::echocardiogram_done,
                                            Id::telemetry_on,
                                            Id::in_icu,
                                            Id::antifungal_given,
                                            Id::antibacterial_given,
                                            Id::antipyretic_given,
                                            Id::corticosteroid_given,
                                            Id::tocilizumab_exhausted,
                                            Id::methylprednisolone_taper,
                                            Id::inotrope,
                                            Id::low_dose_dopamine,
                                            Id::bp_fall_from_baseline,
                                            Id::small_child_flow,
                                            Id::low_ice_before_therapy,
                                            Id::charted_crs_differs,
                                            Id::charted_icans_differs,
                                            Id::sedated,
                                            Id::ice_applies,
                                            Id::capd_applies,
                                            Id::tocilizumab_allergy,
                                            Id::dose_implausible,
                                            Id::tapering,
                                            Id::reassessed,
                                            Id::at_risk,
                                            Id::il6_after_tocilizumab,
                                            Id::crp_after_tocilizumab};

constexpr std::array always_known_others = {Id::treat_as,
                                            Id::therapy,
                                            Id::product,
                                            Id::therapy_age,
                                            Id::episode_age,
                                            Id::hlh_duration,
                                            Id::fluid_boluses,
                                            Id::tocilizumab_age,
                                            Id::first_tocilizumab_age,
                                            Id::corticosteroid_course,
                                            Id::dexamethasone_doses,
                                            Id::methylprednisolone_doses,
                                            Id::methylprednisolone_age,
                                            Id::improved_duration,
                                            Id::severe_duration,
                                            Id::dexamethasone_age,
                                            Id::blood_culture_age,
                                            Id::grade_age,
                                            Id::onset_delay,
                                            Id::therapy_doses,
                                            Id::worst_grade,
                                            Id::recurrent_grade,
                                            Id::crs_since_dose,
                                            Id::panel_a_missing,
                                            Id::panel_b_missing};

Range of(const FindingRanges& findings, Id id) { return findings[static_cast<std::size_t>(id)]; }
Truth truth(const FindingRanges& findings, Id id) { return truth_of(of(findings, id)); }
bool happened(const FindingRanges& findings, Id id) { return of(findings, id).lowest >= 0; }

// How many steps the step-up of the product has; 0 where it has none, or no product is known.
std::int64_t steps_of(const FindingRanges& findings) {
    const auto& schedules = knowledge().guideline.parameters.step_up;
    const std::int64_t product = of(findings, Id::product).lowest;
    const bool scheduled = product >= 0 && product < static_cast<std::int64_t>(schedules.size());
    return scheduled ? static_cast<std::int64_t>(schedules[static_cast<std::size_t>(product)].size()) : 0;
}

const std::vector<Bond> all_bonds = {
    {"a grade of the living needs active CRS",
     {Id::crs_grade, Id::crs_active},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         const Truth active = truth(f, Id::crs_active);
         const bool certain = grade.lowest >= 1 && grade.lowest <= 4;
         return (!certain || active == Truth::present) &&
                (active != Truth::absent || grade == exactly(0) || grade.highest == 5);
     }},
    {"a grade of the living needs an open episode",
     {Id::crs_grade, Id::episode_open},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return grade.lowest < 1 || grade.lowest > 4 || truth(f, Id::episode_open) == Truth::present;
     }},
    {"active CRS with hypotension is grade 2 at least",
     {Id::crs_grade, Id::hypotension},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return truth(f, Id::hypotension) != Truth::present || (grade.lowest != 1 && grade.highest != 1);
     }},
    {"active CRS with a vasopressor is grade 3 at least",
     {Id::crs_grade, Id::vasopressors},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return of(f, Id::vasopressors).lowest < 1 || grade.lowest < 1 || grade.lowest >= 3;
     }},
    {"what has improved is surely grade 1 or less",
     {Id::improved_duration, Id::crs_grade},
     [](const FindingRanges& f) { return !happened(f, Id::improved_duration) || of(f, Id::crs_grade).highest <= 1; }},
    {"what has been severe is not surely grade 1 or less",
     {Id::severe_duration, Id::crs_grade},
     [](const FindingRanges& f) { return !happened(f, Id::severe_duration) || of(f, Id::crs_grade).highest >= 2; }},
    {"the taper is of methylprednisolone",
     {Id::methylprednisolone_taper, Id::corticosteroid_course},
     [](const FindingRanges& f) {
         return truth(f, Id::methylprednisolone_taper) != Truth::present ||
                of(f, Id::corticosteroid_course).lowest == 2;
     }},
    {"a course of dexamethasone has a dose",
     {Id::corticosteroid_course, Id::dexamethasone_doses},
     [](const FindingRanges& f) {
         return of(f, Id::corticosteroid_course).lowest != 1 || of(f, Id::dexamethasone_doses).lowest >= 1;
     }},
    {"attributed fever leaves no grade of the living",
     {Id::fever_attributed, Id::crs_grade},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return truth(f, Id::fever_attributed) != Truth::present || grade == exactly(0) || grade.highest == 5;
     }},
    {"an ICANS grade that is certain was assessed",
     {Id::icans_grade, Id::neuro_assessable},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::icans_grade);
         return grade.lowest < 1 || grade.lowest > 4 || truth(f, Id::neuro_assessable) == Truth::present;
     }},
    {"another corticosteroid is the course only where no dexamethasone runs",
     {Id::corticosteroid_course, Id::dexamethasone_doses},
     [](const FindingRanges& f) {
         return of(f, Id::corticosteroid_course).lowest != 3 || of(f, Id::dexamethasone_doses).lowest == 0;
     }},
    {"neurology can be judged, or it is not known",
     {Id::neuro_assessable},
     [](const FindingRanges& f) { return truth(f, Id::neuro_assessable) != Truth::absent; }},
    {"fever leaves CRS possible",
     {Id::crs_active, Id::fever},
     [](const FindingRanges& f) {
         return truth(f, Id::crs_active) != Truth::absent || truth(f, Id::fever) == Truth::absent;
     }},
    {"no grade at all means no fever",
     {Id::crs_grade, Id::fever},
     [](const FindingRanges& f) { return of(f, Id::crs_grade).highest > 0 || truth(f, Id::fever) == Truth::absent; }},
    {"a saturation that may be on oxygen is not surely one without",
     {Id::low_saturation_on_oxygen, Id::low_oxygen_saturation},
     [](const FindingRanges& f) {
         return truth(f, Id::low_saturation_on_oxygen) != Truth::unknown ||
                truth(f, Id::low_oxygen_saturation) != Truth::present;
     }},
    {"with grade 1 or less HLH alone is treated as grade 3",
     {Id::treat_as, Id::crs_grade, Id::hlh_suspected},
     [](const FindingRanges& f) {
         return of(f, Id::treat_as).lowest != 3 || of(f, Id::crs_grade).lowest >= 2 ||
                truth(f, Id::hlh_suspected) == Truth::present;
     }},
    {"what is surely severe has lasted",
     {Id::crs_grade, Id::severe_duration},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return grade.lowest < 2 || grade.highest == 5 || happened(f, Id::severe_duration);
     }},
    {"a product belongs to its class",
     {Id::therapy, Id::product},
     [](const FindingRanges& f) {
         const std::int64_t product = of(f, Id::product).lowest;
         if (product < 0) return of(f, Id::therapy) == exactly(0);
         const auto& products = knowledge().guideline.formulary.products;
         const auto place = static_cast<std::size_t>(product);
         return place >= products.size() ||
                of(f, Id::therapy) == exactly(static_cast<std::int64_t>(products[place].therapy_class));
     }},
    {"engagers alone have a step-up",
     {Id::therapy, Id::step_up_step},
     [](const FindingRanges& f) {
         return of(f, Id::step_up_step) == exactly(0) ||
                of(f, Id::therapy) == exactly(static_cast<std::int64_t>(TherapyClass::bispecific));
     }},
    {"treated as grade 2 with a low pressure is grade 2",
     {Id::treat_as, Id::crs_grade, Id::hypotension},
     [](const FindingRanges& f) {
         const Truth low = truth(f, Id::hypotension);
         const Range grade = of(f, Id::crs_grade);
         return of(f, Id::treat_as).lowest != 2 || low == Truth::absent ||
                (low == Truth::present ? grade.lowest >= 2 : grade.highest >= 2);
     }},
    {"treated as grade 2 with a low pressure after boluses is grade 2",
     {Id::treat_as, Id::crs_grade, Id::hypotension_after_boluses},
     [](const FindingRanges& f) {
         const Truth low = truth(f, Id::hypotension_after_boluses);
         const Range grade = of(f, Id::crs_grade);
         return of(f, Id::treat_as).lowest != 2 || low == Truth::absent ||
                (low == Truth::present ? grade.lowest >= 2 : grade.highest >= 2);
     }},
    {"exhausted means that doses were given",
     {Id::tocilizumab_exhausted, Id::tocilizumab_doses},
     [](const FindingRanges& f) {
         return truth(f, Id::tocilizumab_exhausted) != Truth::present || of(f, Id::tocilizumab_doses).lowest >= 1;
     }},
    {"treat_as is not below the least grade",
     {Id::treat_as, Id::crs_grade},
     [](const FindingRanges& f) { return of(f, Id::treat_as).lowest >= of(f, Id::crs_grade).lowest; }},
    {"nothing but the grade itself is treated as grade 4, or as grade 1",
     {Id::treat_as, Id::crs_grade},
     [](const FindingRanges& f) {
         const std::int64_t treat_as = of(f, Id::treat_as).lowest;
         const std::int64_t grade = of(f, Id::crs_grade).lowest;
         return (treat_as < 4 && treat_as != 1) || grade == treat_as;
     }},
    {"only a grade of fever alone or more is treated as grade 2",
     {Id::treat_as, Id::crs_grade},
     [](const FindingRanges& f) { return of(f, Id::treat_as).lowest != 2 || of(f, Id::crs_grade).lowest >= 1; }},
    {"hypotension after boluses is hypotension, or absent",
     {Id::hypotension_after_boluses, Id::hypotension},
     [](const FindingRanges& f) {
         const Truth after = truth(f, Id::hypotension_after_boluses);
         return after == Truth::absent || after == truth(f, Id::hypotension);
     }},
    {"hypotension after boluses needs two of them",
     {Id::hypotension_after_boluses, Id::fluid_boluses},
     [](const FindingRanges& f) {
         return truth(f, Id::hypotension_after_boluses) == Truth::absent || of(f, Id::fluid_boluses).lowest >= 2;
     }},
    {"no improvement is said after a first tocilizumab only",
     {Id::no_improvement, Id::first_tocilizumab_age},
     [](const FindingRanges& f) {
         return truth(f, Id::no_improvement) == Truth::absent || happened(f, Id::first_tocilizumab_age);
     }},
    {"worsening is said after a first tocilizumab only",
     {Id::worsened_since_tocilizumab, Id::first_tocilizumab_age},
     [](const FindingRanges& f) {
         return truth(f, Id::worsened_since_tocilizumab) == Truth::absent || happened(f, Id::first_tocilizumab_age);
     }},
    {"a taper runs as long as its age says",
     {Id::methylprednisolone_taper, Id::methylprednisolone_age},
     [](const FindingRanges& f) {
         return (truth(f, Id::methylprednisolone_taper) == Truth::present) == happened(f, Id::methylprednisolone_age);
     }},
    {"an infant is a child",
     {Id::infant, Id::child},
     [](const FindingRanges& f) {
         return truth(f, Id::infant) <= truth(f, Id::child) &&
                (truth(f, Id::infant) == Truth::unknown) == (truth(f, Id::child) == Truth::unknown);
     }},
    {"suspected HLH is treated as grade 3 at least",
     {Id::hlh_suspected, Id::treat_as},
     [](const FindingRanges& f) {
         return truth(f, Id::hlh_suspected) != Truth::present || of(f, Id::treat_as).lowest >= 3;
     }},
    {"an unknown neurology leaves ICANS open from 0 on",
     {Id::neuro_assessable, Id::icans_grade},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::icans_grade);
         return truth(f, Id::neuro_assessable) == Truth::present || grade.lowest == 0 || grade.highest == 5;
     }},
    {"a product with a step-up is at one of its steps",
     {Id::product, Id::step_up_step},
     [](const FindingRanges& f) {
         const Range step = of(f, Id::step_up_step);
         const std::int64_t steps = steps_of(f);
         return steps == 0 ? step == exactly(0) : step.lowest >= 1 && step.highest <= steps;
     }},
    {"a known product was given",
     {Id::product, Id::therapy_doses},
     [](const FindingRanges& f) { return (of(f, Id::product).lowest >= 0) == (of(f, Id::therapy_doses).lowest >= 1); }},
    {"the next highest grade is not above the highest",
     {Id::recurrent_grade, Id::worst_grade},
     [](const FindingRanges& f) { return of(f, Id::recurrent_grade).lowest <= of(f, Id::worst_grade).lowest; }},
    {"the highest grade is not below the present one",
     {Id::worst_grade, Id::crs_grade},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return grade.highest == 5 || of(f, Id::worst_grade).lowest >= grade.lowest;
     }},
    {"grade 1 is fever that lasts",
     {Id::crs_grade, Id::fever_duration},
     [](const FindingRanges& f) {
         const Range lasted = of(f, Id::fever_duration);
         return of(f, Id::crs_grade) != exactly(1) || (lasted.known() && lasted.lowest >= 0);
     }},
    {"a therapy that is known was given at a time",
     {Id::therapy_known, Id::therapy_age},
     [](const FindingRanges& f) {
         return (truth(f, Id::therapy_known) == Truth::present) == happened(f, Id::therapy_age);
     }},
    {"a product that is known was given at a time",
     {Id::product, Id::therapy_age},
     [](const FindingRanges& f) { return (of(f, Id::product).lowest >= 0) == happened(f, Id::therapy_age); }},
    {"a class of therapy that is known was given at a time",
     {Id::therapy, Id::therapy_age},
     [](const FindingRanges& f) { return (of(f, Id::therapy).lowest >= 1) == happened(f, Id::therapy_age); }},
    {"fever that lasts is graded",
     {Id::fever_duration, Id::crs_grade},
     [](const FindingRanges& f) {
         const Range grade = of(f, Id::crs_grade);
         return (!happened(f, Id::fever_duration) || grade.lowest >= 1) &&
                (grade.highest > 0 || of(f, Id::fever_duration) == not_happened);
     }},
    {"a saturation that is low on oxygen is known",
     {Id::low_saturation_on_oxygen, Id::spo2_known},
     [](const FindingRanges& f) {
         return truth(f, Id::low_saturation_on_oxygen) != Truth::present || truth(f, Id::spo2_known) == Truth::present;
     }},
};

}  // namespace

const std::vector<Bond>& bonds() { return all_bonds; }

bool is_always_known(FindingId finding) {
    return std::find(always_known_truths.begin(), always_known_truths.end(), finding) != always_known_truths.end() ||
           std::find(always_known_others.begin(), always_known_others.end(), finding) != always_known_others.end();
}

std::string broken_rule(const FindingRanges& findings) {
    for (std::size_t i = 0; i < finding_count; ++i) {
        const auto finding = static_cast<FindingId>(i);
        if (is_always_known(finding) && !findings.at(i).known())
            return std::string(name_of(finding)) + " is always known";
    }
    for (const Bond& bond : all_bonds) {
        if (!bond.holds(findings)) return std::string(bond.sentence);
    }
    return {};
}

}  // namespace stormkeel::prove
