// From the text of the packs to the guidelines in force one after the other.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "guideline/read_pack.h"

namespace stormkeel {

// A calendar is there exactly when no guideline of it has a problem.
struct ReadCalendar {
    std::optional<GuidelineCalendar> calendar;
    std::vector<PackProblem> problems;
};

// A period begins, at 00:00 UTC, on every day from which on another version of a pack or another setting of the site is
// in force.
ReadCalendar read_calendar(std::span<const PackFile> files, const Formulary& formulary, const std::string& site);

namespace pack {

// The days on which a period begins, after the first period, which holds from the earliest versions on.
std::vector<Date> period_borders(std::span<const PackFile> files, const Formulary& formulary, const std::string& site);

// Before every border: the earliest versions of the packs.
constexpr Date before_all{1, 1, 1};

// Adds the problems that are not yet among them.
void add_new(std::vector<PackProblem>& problems, const std::vector<PackProblem>& more);

}  // namespace pack
}  // namespace stormkeel
