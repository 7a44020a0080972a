// The parts of the lint, each from what was read to its own problems.
#pragma once

#include <span>

#include "guideline/built_in.h"
#include "guideline/reading.h"

namespace stormkeel::pack {

void lint_conditions(Reading& reading);   // never, always
void lint_advice(Reading& reading);       // given and avoided at once
void lint_grades(Reading& reading);       // locked, in a grading pack
void lint_differences(Reading& reading);  // a sentence for every answer of a scale
void lint_vocabulary(Reading& reading, std::span<const PackFile> files);
void lint_cases(Reading& reading, std::span<const PackFile> case_files);

// A problem of a statement, at its heading; `what` follows its id.
void refuse_statement(Reading& reading, StatementId id, const std::string& what);

}  // namespace stormkeel::pack
