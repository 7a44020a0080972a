// Answers with the guideline in force, and joins the rows of several.
#include "core/calendar.h"

#include <algorithm>

namespace stormkeel {

namespace {

// What the rows of one guideline say at an instant: the last row until then.
std::optional<GradeRow> row_in_force(const std::vector<GradeRow>& rows, Instant at) {
    std::optional<GradeRow> found;
    for (const GradeRow& row : rows) {
        if (row.at <= at) found = row;
    }
    if (found) found->at = at;
    return found;
}

}  // namespace

const GuidelineCalendar::Period& GuidelineCalendar::period_at(Instant instant) const {
    const Period* found = &periods_.front();
    for (const Period& period : periods_) {
        if (period.from <= instant) found = &period;
    }
    return *found;
}

Instant GuidelineCalendar::next_after(Instant instant) const {
    for (std::size_t i = 1; i < periods_.size(); ++i) {
        if (periods_[i].from > instant) return periods_[i].from;
    }
    return forever;
}

Assessment assess(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of) {
    Assessment assessment = assess(timeline, calendar.at(as_of), as_of);
    assessment.changes_at = std::min(assessment.changes_at, calendar.next_after(as_of));
    return assessment;
}

OrderVerdict check_order(const Timeline& timeline, const GuidelineCalendar& calendar, const Order& order,
                         Instant as_of) {
    return check_order(timeline, calendar.at(as_of), order, as_of);
}

std::vector<GradeRow> grade_rows(const Timeline& timeline, const GuidelineCalendar& calendar,
                                 std::optional<Instant> until) {
    std::vector<GradeRow> joined;
    const auto facts = timeline.facts();
    if (facts.empty()) return joined;
    const Instant end = until.value_or(facts.back().at);
    for (std::size_t i = 0; i < calendar.periods().size(); ++i) {
        const Instant from = i == 0 ? never : calendar.periods()[i].from;
        const Instant to = i + 1 < calendar.periods().size() ? calendar.periods()[i + 1].from : forever;
        if (from > end || to <= facts.front().at) continue;
        const std::vector<GradeRow> rows = grade_rows(timeline, calendar.periods()[i].guideline, until);
        const auto begins = row_in_force(rows, from);
        if (begins && !joined.empty() && !same_answer(*begins, joined.back())) joined.push_back(*begins);
        for (const GradeRow& row : rows) {
            const bool is_told = !joined.empty() && joined.back().at == row.at;
            if (row.at >= from && row.at < to && !is_told) joined.push_back(row);
        }
    }
    return joined;
}

}  // namespace stormkeel
