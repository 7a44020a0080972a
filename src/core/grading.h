// Grading: the compiled grade rules over the findings of a course, as ranges.
#pragma once

#include <cstdint>

#include "core/condition.h"
#include "core/course.h"
#include "core/findings.h"

namespace stormkeel {

// What is shown in every row: grades as ranges, and the grade whose management applies.
struct Grades {
    Range crs;
    Range icans;
    int treat_as = 0;
    Truth hlh = Truth::unknown;
    constexpr bool operator==(const Grades&) const = default;
};

// What grading keeps from one instant to the next, so that it evaluates only what new facts or time can have changed.
struct GradeMemory {
    FindingRanges findings{};     // the grading findings and those of find_progress()
    FindingRanges graded_with{};  // the grading findings the rules were last evaluated with
    Grades grades;
    Instant neurology_until = never;  // the neurologic findings stand until then unless something is charted
    int neurology_age = -1;           // ... and while the patient is of this age in years
    bool graded = false;
};

// Evaluates the grade rules, then the treat_as rules, on the course as it is, and leaves the answer in memory.grades.
// Allocates nothing.
void grade(const Course& course, const Guideline& guideline, GradeMemory& memory);

// After grading an instant: what later answers need to know of it (peak, snapshot at the first tocilizumab, ...).
void remember(Course& course, const GradeMemory& memory, const Parameters& parameters);

// The range that the rules of one scale leave: certain up to the highest that is present, possible up to the highest
// that is not absent.
Range grade_by(const std::vector<GradeRule>& rules, Scale scale, const FindingRanges& findings);

// Findings about how long something has lasted and whether it got better: those a treat_as rule may look at.
void find_progress(const Course& course, const Guideline& guideline, const Grades& grades, FindingRanges& findings);
// What runs for CRS, in norepinephrine equivalents: none where the hypotension has another cause.
std::optional<Decimal> vasopressor_dose_for_crs(const Course& course, const Parameters& parameters);
Finding find_no_improvement(const Course& course, const Parameters& parameters, Range crs, Range oxygen);
Finding find_worsened(const Course& course, const Parameters& parameters, Range crs, Range oxygen);

// The moment a duration finding counts from; never when it has not happened.
Instant start_of(FindingId duration, const Course& course);
Range duration_since(Instant start, Instant now);

// The earliest instant after course.now at which mere time could change anything in an answer. It may be too early,
// never too late; forever when nothing is due.
Instant next_change(const Course& course, const Guideline& guideline);
// ... and the grades: what was charted grows old, or a length of time is reached; `end` when none is before it.
Instant next_stale(const Course& course, const Parameters& parameters);
Instant next_lapse(const Course& course, const Guideline& guideline, Instant end);
// What is charted at one instant concerns next_stale() no sooner than this much later.
Duration shortest_age(const Parameters& parameters);

}  // namespace stormkeel
