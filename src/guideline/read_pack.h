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

// Which of what the files hold is wanted.
struct Selection {
    std::string site;        // a folder below sites/; empty: none
    std::optional<Date> on;  // the versions and settings in force on that day; none: the latest
};

// Reads every pack among `files` (each folder with a pack.toml): grading, management, product, and in each the files in
// the order its pack.toml lists them; then the site. The guideline owns its texts; `files` may go away afterwards. Its
// fingerprint covers every pack.toml and overrides.toml that is used, every file listed in one and every file below
// terminology/, and the settings of the site that have begun.
ReadGuideline read_guideline(std::span<const PackFile> files, const Formulary& formulary,
                             const Selection& selection = {});

// What could be read of packs, mistakes and all, such as those of an earlier release that lack what is needed today.
// For comparing alone: nothing is ever answered with it.
struct DraftGuideline {
    Guideline guideline;
    std::vector<PackProblem> problems;
};
DraftGuideline read_draft(std::span<const PackFile> files, const Formulary& formulary, const Selection& selection);

}  // namespace stormkeel
