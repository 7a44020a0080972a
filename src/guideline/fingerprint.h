// The fingerprint of the pack texts an answer rests on.
#pragma once

#include <string>
#include <vector>

#include "guideline/built_in.h"

namespace stormkeel::pack {

// "sha256:" and 64 hexadecimal digits over path NUL text NUL of every file, in byte order of the path.
std::string fingerprint_of(std::vector<PackFile> files);

}  // namespace stormkeel::pack
