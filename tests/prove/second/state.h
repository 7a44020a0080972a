// One state of the abstract domain: what is known of a patient, cut into the classes that can change an answer.
#pragma once

#include "prove/second/tables.h"

namespace second {

enum Attributed : std::uint8_t { nothing_attributed, fever_attributed, support_attributed };

// The last tocilizumab: how long ago it began, and whether it helped.
enum SinceLast : std::uint8_t { under_8_hours, from_8_hours_not_better, better, a_day_not_better, not_to_be_judged };

enum Steroid : std::uint8_t { no_steroid, dexamethasone_runs, methylprednisolone_runs, low_methylprednisolone };

// CAR-T cells within 28 days, an engager, no therapy on record, CAR-T cells longer ago.
enum Therapy : std::uint8_t { car_t, engager, no_therapy, late_car_t };

// Weight in kilograms, both sides of each cut, and the two ways of not having one.
enum Weight : std::uint8_t { kg_29_9, kg_30, kg_80, kg_101, weight_stale, weight_missing };

// What stands against a drug or a flat dose: nothing, an infant below 2 years, or an age that nobody told.
enum Contraindication : std::uint8_t { adult, infant, age_unknown };

struct State {
    Answer fever = no;
    Attributed attributed = nothing_attributed;
    bool masked = false;
    Answer hypotension = no;
    std::uint8_t boluses = 0;  // 0, 1, 2 or more
    Pressors pressors = pressors_0;
    Answer vasopressin = no;
    Oxygen oxygen = air_and_saturated;
    std::uint8_t icans = 0;              // 0 to 4, 5 unknown
    std::uint8_t tocilizumab = 0;        // 0 to 4 in all, 5 unknown
    std::uint8_t tocilizumab_today = 0;  // 0 to 3 in 24 h; never more than in all
    SinceLast since_last = from_8_hours_not_better;
    Steroid steroid = no_steroid;
    Answer fever_three_days = no;
    Therapy therapy = car_t;
    Weight weight = kg_80;
    Contraindication contraindication = adult;
    Answer hlh = no;  // unknown: the ferritin is met, the organs are not known
};

}  // namespace second
