// The packs among the files of guidelines/: what each pack.toml says, and in which order packs and files are read.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/guideline.h"
#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel::pack {

// A folder with a pack.toml.
struct PackFolder {
    std::string folder;  // "astct-2019", "products/teclistamab"
    Pack pack;
    std::vector<PackFile> files;  // its Markdown files in the order pack.toml lists them
    PackFile toml;
};

// Grading packs first, then management, product and site; packs of one layer in byte order of their folder. A listed
// file that is missing, a Markdown file that is not listed (CHANGES.md and README.md never are), two packs of one name,
// and a product pack without a product of the formulary are problems.
std::vector<PackFolder> find_packs(std::span<const PackFile> files, const Formulary& formulary,
                                   std::vector<PackProblem>& problems);

}  // namespace stormkeel::pack
