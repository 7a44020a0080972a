// From the text of the packs to the guideline the core reads.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/formulary.h"
#include "core/guideline.h"
#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel {

// A guideline is there exactly when there is no problem: a pack with a mistake answers nothing.
struct ReadGuideline {
    std::optional<Guideline> guideline;
    std::vector<PackProblem> problems;  // all of them, file by file and line by line
};

// Reads every pack among `files` (each folder with a pack.toml): grading, management, product, site, and in each the
// files in the order its pack.toml lists them. The guideline owns its texts; `files` may go away afterwards. Its
// fingerprint covers every pack.toml, every file listed in one and every file below terminology/.
ReadGuideline read_guideline(std::span<const PackFile> files, const Formulary& formulary);

}  // namespace stormkeel
