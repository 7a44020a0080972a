// Joins what several sources tell of one patient: a chart, FHIR that came beside it, and what a store holds.
#pragma once

#include <map>
#include <string>

#include "core/timeline.h"

namespace stormkeel {

// One patient's records from another source join those that are there; `into` is settled afterwards. A fact that both
// tell from the same place counts once, and so does a rejection. Two birth dates that differ are a rejection, and none
// is used. Whether the medication record is complete stays as `into` has it.
void merge_timeline(Timeline& into, const Timeline& from);

// The same for all patients of another source, by id; those that were not there yet are added.
void merge_timelines(std::map<std::string, Timeline>& into, std::map<std::string, Timeline> from);

}  // namespace stormkeel
