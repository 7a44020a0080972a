// The guidelines in force one after the other: a new version of a pack, or a setting of a site, begins on a day.
#pragma once

#include <optional>
#include <vector>

#include "core/assess.h"

namespace stormkeel {

// Each period holds from its first instant to that of the next one. An answer is made with the guideline in force at
// the instant asked about, for all of the patient's record.
class GuidelineCalendar {
public:
    struct Period {
        Instant from;
        Guideline guideline;
    };

    GuidelineCalendar() : periods_(1) {}
    explicit GuidelineCalendar(Guideline guideline) { periods_.push_back({never, std::move(guideline)}); }
    // In order of time, at least one. The first also holds before it begins: there is none that is older.
    explicit GuidelineCalendar(std::vector<Period> periods) : periods_(std::move(periods)) {}

    const std::vector<Period>& periods() const { return periods_; }
    const Guideline& at(Instant instant) const { return period_at(instant).guideline; }
    const Guideline& latest() const { return periods_.back().guideline; }
    Instant next_after(Instant instant) const;  // when the next guideline begins; forever: never

private:
    const Period& period_at(Instant instant) const;

    std::vector<Period> periods_;
};

// As with one guideline; a border between two is an instant at which mere time can change the answer.
Assessment assess(const Timeline& timeline, const GuidelineCalendar& calendar, Instant as_of);
std::vector<GradeRow> grade_rows(const Timeline& timeline, const GuidelineCalendar& calendar,
                                 std::optional<Instant> until);
OrderVerdict check_order(const Timeline& timeline, const GuidelineCalendar& calendar, const Order& order,
                         Instant as_of);

}  // namespace stormkeel
