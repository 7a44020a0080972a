// The packs and the terminology that are built into the program, read once for tests, fuzzers and benches.
#pragma once

#include <cstdlib>
#include <iostream>
#include <vector>

#include "adapters/terminology.h"
#include "core/guideline.h"
#include "guideline/built_in.h"
#include "guideline/read_pack.h"

namespace stormkeel {

struct Knowledge {
    Terminology terminology;
    Guideline guideline;
};

// Ends the program with the problems on standard error when the packs do not read: nothing can be tested then.
inline Knowledge read_knowledge() {
    std::vector<TextFile> files;
    for (const PackFile& file : built_in_packs()) files.push_back({file.path, file.text});
    TerminologyReading terms = read_terminology(files);
    ReadGuideline packs = read_guideline(built_in_packs(), terms.terminology.formulary());
    for (const std::string& problem : terms.problems) std::cerr << problem << '\n';
    for (const PackProblem& problem : packs.problems) {
        std::cerr << problem.file << ':' << problem.line << ": " << problem.what << '\n';
    }
    if (!terms.problems.empty() || !packs.guideline) std::exit(1);
    return {std::move(terms.terminology), std::move(*packs.guideline)};
}

inline const Knowledge& knowledge() {
    static const Knowledge read = read_knowledge();
    return read;
}

}  // namespace stormkeel
