// Every finding of the vocabulary for one patient at one moment, with the facts it rests on: what rules are explained
// with.
#pragma once

#include <array>

#include "core/dosing.h"
#include "core/findings.h"
#include "core/grading.h"
#include "core/timeline.h"
#include "core/walk.h"

namespace stormkeel {

struct AllFindings {
    std::array<Finding, finding_count> found{};
    FindingRanges ranges{};

    const Finding& operator[](FindingId id) const { return found[static_cast<std::size_t>(id)]; }
    void set(FindingId id, const Finding& finding) {
        found[static_cast<std::size_t>(id)] = finding;
        ranges[static_cast<std::size_t>(id)] = finding.range;
    }
    Truth truth(FindingId id) const { return truth_of(ranges[static_cast<std::size_t>(id)]); }
};

// What an answer is made from: the same for recommendations, clocks, questions and notes.
struct Bedside {
    const Timeline& timeline;
    const Guideline& guideline;
    const Course& course;
    Grades grades;
    TocilizumabLedger tocilizumab;
    CorticosteroidCourse corticosteroid;
    AllFindings findings;
};

Bedside look_at(const Walk& walk, const Timeline& timeline, const Guideline& guideline);

// The groups of management findings; each fills its own.
void find_patient(Bedside& bedside);       // person, therapy, episode, attribution
void find_therapy(Bedside& bedside);       // doses of the therapy, and the CRS that followed them
void find_treatment(Bedside& bedside);     // drugs given, boluses, courses, investigations done
void find_hlh_criteria(Bedside& bedside);  // what stands beside the status of HLH
void find_laboratory(Bedside& bedside);    // what the baseline laboratory lacks
void find_flags(Bedside& bedside);         // what is worth telling beside the grade
void find_known(Bedside& bedside);         // what is charted at all, for questions

// The parts of the baseline laboratory without a value of the last day: "CRP, ferritin".
std::string missing_laboratory(const Bedside& bedside);

// The episode an answer shows, by number 0 where there is none: while another cause explains the fever of the open one,
// the last that is over.
const Episode& shown_episode(const Course& course, const Parameters& parameters);

}  // namespace stormkeel
