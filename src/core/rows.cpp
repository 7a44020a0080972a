// The rows of a timeline: one at every instant with facts, and one wherever mere time changed the answer.
#include "core/all_findings.h"
#include "core/assess.h"
#include "core/walk.h"

namespace stormkeel {

namespace {

GradeRow row_of(const Walk& walk, const Guideline& guideline) {
    const Grades& grades = walk.grades();
    GradeRow row;
    row.at = walk.course().now;
    row.crs_at_least = static_cast<int>(grades.crs.lowest);
    row.crs_at_most = static_cast<int>(grades.crs.highest);
    row.icans_at_least = static_cast<int>(grades.icans.lowest);
    row.icans_at_most = static_cast<int>(grades.icans.highest);
    row.treat_as = grades.treat_as;
    row.episode = shown_episode(walk.course(), guideline.parameters).number;
    return row;
}

}  // namespace

bool same_answer(const GradeRow& a, const GradeRow& b) {
    return a.crs_at_least == b.crs_at_least && a.crs_at_most == b.crs_at_most && a.icans_at_least == b.icans_at_least &&
           a.icans_at_most == b.icans_at_most && a.treat_as == b.treat_as && a.episode == b.episode;
}

std::vector<GradeRow> grade_rows(const Timeline& timeline, const Guideline& guideline, std::optional<Instant> until) {
    std::vector<GradeRow> rows;
    Walk walk(timeline, guideline);
    const auto pass_time = [&](Instant end) {
        for (Instant due = walk.due_before(end); due < end; due = walk.due_before(end)) {
            walk.wait(due);
            const GradeRow row = row_of(walk, guideline);
            if (!same_answer(row, rows.back())) rows.push_back(row);
        }
    };
    while (!walk.at_end()) {
        if (until && walk.next_instant() > *until) break;
        pass_time(walk.next_instant());
        walk.step();
        rows.push_back(row_of(walk, guideline));
    }
    if (until && !rows.empty()) pass_time(*until + Duration{1});
    return rows;
}

}  // namespace stormkeel
