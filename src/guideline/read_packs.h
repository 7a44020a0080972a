// What reading the packs gave, mistakes and all: for read_guideline and for the lint, which goes on after a mistake.
#pragma once

#include <span>

#include "guideline/built_in.h"
#include "guideline/read_pack.h"
#include "guideline/reading.h"

namespace stormkeel::pack {

Reading read_packs(std::span<const PackFile> files, const Formulary& formulary, const Selection& selection);

// By file in the order they were first named, and by line in a file.
void put_in_order(std::vector<PackProblem>& problems);

}  // namespace stormkeel::pack
