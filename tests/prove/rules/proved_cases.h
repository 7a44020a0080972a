// Every case with its chart read once, ready to be asked again under a changed guideline.
#pragma once

#include <string>
#include <vector>

#include "adapters/terminology.h"
#include "cases_runner/case_file.h"
#include "core/guideline.h"
#include "core/timeline.h"

namespace stormkeel::prove {

struct Knowledge {
    Terminology terminology;
    Guideline guideline;
};

// The packs built in. Ends the program when they cannot be read: then nothing can be proved.
Knowledge read_knowledge();

struct ProvedCase {
    std::string file;  // "tests/cases/management/tocilizumab-8-h-00.case"
    std::string text;
    Timeline timeline;
    std::vector<cases::Moment> moments;
};

// All *.case files below `folder`, in order of their names.
std::vector<ProvedCase> read_cases(const std::string& folder, const Terminology& terminology);

// True when some expectation of the case does not hold under this guideline.
bool fails(const ProvedCase& proved, const Terminology& terminology, const Guideline& guideline);

// The ids of the statements the case speaks of: those it names, and those its answers rest on.
std::vector<std::string> statements_of(const ProvedCase& proved, const Guideline& guideline);

}  // namespace stormkeel::prove
