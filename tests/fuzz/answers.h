// What must hold of every answer, whatever was read: the fuzzers ask for it after each input.
#pragma once

#include <cstdlib>

#include "core/assess.h"

namespace stormkeel::fuzz {

// Stops the program, so that the fuzzer keeps the input.
inline void demand(bool holds) {
    if (!holds) std::abort();
}

inline void demand_grades(int at_least, int at_most) { demand(0 <= at_least && at_least <= at_most && at_most <= 5); }

inline void demand_sound_answers(const Timeline& timeline, const Guideline& guideline) {
    if (timeline.facts().empty()) return;
    const Instant last = timeline.facts().back().at;
    // A chart over centuries has an answer, but the search would spend its time on thousands of birthdays.
    if (last - timeline.facts().front().at > days(3'650)) return;
    const Assessment answer = assess(timeline, guideline, last);
    demand_grades(answer.crs.at_least, answer.crs.at_most);
    demand_grades(answer.icans.at_least, answer.icans.at_most);
    demand(answer.changes_at > last);
    const std::vector<GradeRow> rows = grade_rows(timeline, guideline, last);
    demand(!rows.empty() && rows.back().at == last);
    demand(rows.back().crs_at_least == answer.crs.at_least && rows.back().crs_at_most == answer.crs.at_most);
    demand(rows.back().icans_at_least == answer.icans.at_least && rows.back().icans_at_most == answer.icans.at_most);
    for (const GradeRow& row : rows) demand_grades(row.crs_at_least, row.crs_at_most);
}

}  // namespace stormkeel::fuzz
