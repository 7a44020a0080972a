// Explaining: the statements that decided, each with its sentence and the facts it rests on.
#pragma once

#include <string>
#include <vector>

#include "core/all_findings.h"
#include "core/assessment.h"

namespace stormkeel {

Evidence evidence_of(std::uint32_t fact, const Timeline& timeline, const Formulary& formulary);

// The facts behind every finding a condition names, each once, in order of time.
std::vector<Evidence> evidence_of(const Condition& condition, const Bedside& bedside);

// The rules that decided a scale's range: those present at the least grade, those unknown above it, and what was looked
// at when there is no grade.
std::vector<Reason> explain_rules(const std::vector<GradeRule>& rules, Scale scale, Range range,
                                  const Bedside& bedside);
// The same for CRS or ICANS, then the notes of that scale.
std::vector<Reason> explain_scale(Scale scale, const Bedside& bedside);
std::vector<Reason> explain_treat_as(const Bedside& bedside);
std::vector<Reason> explain_hlh(const Bedside& bedside);
std::vector<Reason> explain_notes(Note::Under under, const Bedside& bedside);

Truth truth_in(const Condition& condition, const Bedside& bedside);

}  // namespace stormkeel
