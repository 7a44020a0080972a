// The rows of `stormkeel timeline` as CSV and as a table for people.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/assessment_text_words.h"
#include "core/assess.h"

namespace stormkeel {

// "patient,time,crs_at_least,crs_at_most,icans_at_least,icans_at_most,treat_as,episode" and a newline.
std::string_view timeline_csv_header();

// One line a row, RFC 4180, times in UTC with Z.
std::string timeline_csv(std::string_view patient, std::span<const GradeRow> rows);

// What stands above the table: whose it is, by which scale, and the clock its times are told by.
struct TimelineTitle {
    std::string_view patient;
    std::string_view scale;
    WallClock clock;
};

// The title, a heading, and one line a row.
std::string timeline_text(const TimelineTitle& title, std::span<const GradeRow> rows);

}  // namespace stormkeel
