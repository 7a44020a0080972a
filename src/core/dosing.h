// Dosing: the weight that may be used, doses with their working, the tocilizumab ledger and corticosteroid courses.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/assessment.h"
#include "core/course.h"
#include "core/guideline.h"

namespace stormkeel {

enum class WeightState : std::uint8_t { usable, missing, stale, implausible };

// The last weight and whether a dose may be calculated with it. `why` says what is wrong and what would be right.
struct WeightForDosing {
    WeightState state = WeightState::missing;
    Decimal kg;
    std::uint32_t fact = no_fact;
    std::string why;
    std::string warning;  // usable, but worth a second look: a change of more than 10 %, a weight near 30 kg
};
WeightForDosing weight_for_dosing(const Course& course, const Parameters& parameters);

// The dose of a rule for this patient, with its working; without a value when weight or age do not allow one.
Dose calculate_dose(const DoseRule& rule, const Course& course, const Parameters& parameters);

// What of tocilizumab was given, by ingredient over all brands, and when the next may start.
struct TocilizumabLedger {
    int counted = 0;  // toward the total: since the CAR-T infusion, or since the onset of this episode for a bispecific
    int earlier = 0;  // doses that do not count
    int prophylactic = 0;  // of those counted, given when no episode was open
    int in_window = 0;     // in the last 24 h
    bool history_known = false;
    bool amount_unreadable = false;  // a record of a dose could not be read; it counts
    // Where a record stands that has no time and may be a dose which forbids another, and how long it may by the day
    // that it tells: until it is charted again when it tells none, or when it may be the last that is allowed.
    std::string untimed;
    Instant untimed_until = never;
    Instant ahead = never;     // of a record of a dose whose time has not come: until then it may be a dose
    Instant nameless = never;  // of the last record of any drug that names none: it may have been tocilizumab
    Instant nameless_until = never;
    // Whether every record that may be a dose says when it was, and of what.
    bool all_told() const { return untimed.empty() && ahead == never && nameless == never; }
    // When the next of these doubts ends by itself after `now`; forever: none does.
    Instant doubt_ends(Instant now) const;
    bool exhausted = false;
    bool allowed = false;  // now, by interval, window, total and history
    Instant next = never;  // earliest start of the next dose; forever when exhausted
    std::string limit;     // which limit holds: "8 h since the last dose at ..."
};
// Of the timeline it reads what could not be used, and what lies ahead; nullptr: there is none of either.
TocilizumabLedger tocilizumab_ledger(const Course& course, const Guideline& guideline,
                                     const Timeline* timeline = nullptr);

// Of a record without a time that tells its day: the dose was so long ago that it forbids none now, and before the
// therapy, with which the count begins.
bool is_of_no_dose_that_counts(const Rejection& record, const Course& course, const Parameters& parameters);

// Two nurses may have charted the one dose that was given: the last two records of the last 24 h that stand so close to
// each other. Both count until one is taken back.
std::optional<std::pair<Instant, Instant>> charted_twice(const Course& course, const Parameters& parameters);

// The class of the therapy last given; none when no therapy is on record.
TherapyClass therapy_class(const Course& course, const Formulary& formulary);

// The doses of one corticosteroid in a row, without a gap of more than 24 h, and whether the last is at most as old.
struct CorticosteroidCourse {
    bool active = false;
    DrugId drug = unknown_drug;
    int doses = 0;
    Instant first = never;
    Instant last = never;
    std::uint32_t fact = no_fact;  // of the last dose
};
CorticosteroidCourse dexamethasone_course(const Course& course, const Parameters& parameters);
CorticosteroidCourse methylprednisolone_course(const Course& course, const Parameters& parameters);
// The course that counts as the one active: methylprednisolone, else dexamethasone, else another corticosteroid.
CorticosteroidCourse corticosteroid_course(const Course& course, const Parameters& parameters);

// A methylprednisolone course at full dose has begun and goes on: its last step ends at grade 1 or below.
bool taper_runs(const Course& course, const Parameters& parameters);

// The methylprednisolone course and taper: what was given and what follows, 12 h after what was really given. The last
// step goes on until grade 1 and stands in the plan once. A relapse to grade 4 during a later step begins anew.
std::vector<PlannedDose> methylprednisolone_plan(const Course& course, const Guideline& guideline, int treat_as);

// A dose in mg, by the weight when it was charted by weight; nothing when it is not told, or the weight is not.
std::optional<Decimal> in_mg(const GivenDose& dose, const Course& course);

// The same amount as dexamethasone; nothing when the drug is no systemic corticosteroid.
std::optional<Decimal> as_dexamethasone(DrugId drug, Decimal mg, const Parameters& parameters);

// "500 mg is about dexamethasone 94 mg"; empty when the drug is no systemic corticosteroid.
std::string equivalent_text(DrugId drug, Decimal mg, const Parameters& parameters);

// For people: at most one decimal of an amount, two of a weight, half away from zero. "640 mg", "1,120 mg", "558.8 mg".
std::string amount_text(Decimal value, Unit unit);
std::string weight_text(Decimal kg);  // "69.85 kg"

}  // namespace stormkeel
