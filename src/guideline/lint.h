// What a reviewer would miss in a pack that reads well: rules that never apply, contradictions, cuts without cases.
#pragma once

#include <span>
#include <vector>

#include "core/formulary.h"
#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel {

// Everything read_guideline finds in any version of the packs and at any site, and
//  - a condition that can never be present, or always is: decided by trying every value that makes a difference to it
//    for every finding it names, unknown ones included where it says `is unknown`;
//  - a `give` or `consider` and an `avoid` of one item in one layer that can hold at once, tried likewise; a pair that
//    needs more than 1,000,000 tries is a problem too, because then nobody knows;
//  - a grade rule that is not locked, or that stands outside a grading pack;
//  - the table of alarms, when there is one: what read_alarms finds;
//  - VOCABULARY.md: one line "- `name` (kind: words) — meaning." for every finding of core/finding_list.h, no other;
//  - cases, when any are given: for every grade rule one `at` block that names it in `because`; one that names it in
//    `not`, or another `at` block of the same case that does not list it; and one in which it stays open because a
//    value is missing: a range of its scale that begins below its grade and reaches it. No case names an unknown
//    statement, in `proves` neither.
// `case_files` are the .case files; without any the checks of cases are left out, so say so to the user.
std::vector<PackProblem> lint(std::span<const PackFile> files, const Formulary& formulary,
                              std::span<const PackFile> case_files);

}  // namespace stormkeel
