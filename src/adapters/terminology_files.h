// Which of the packs' files hold terminology.
#pragma once

#include <span>
#include <vector>

#include "adapters/terminology.h"

namespace stormkeel {

// The *.toml files of a folder named terminology, in order of their paths.
std::vector<TextFile> terminology_files(std::span<const TextFile> files);

}  // namespace stormkeel
