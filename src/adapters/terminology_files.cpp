// Picks the terminology out of all files of the packs.
#include "adapters/terminology_files.h"

#include <algorithm>

namespace stormkeel {

std::vector<TextFile> terminology_files(std::span<const TextFile> files) {
    std::vector<TextFile> wanted;
    for (const TextFile& file : files) {
        const bool in_folder =
            file.path.starts_with("terminology/") || file.path.find("/terminology/") != std::string_view::npos;
        if (in_folder && file.path.ends_with(".toml")) wanted.push_back(file);
    }
    std::sort(wanted.begin(), wanted.end(), [](const TextFile& a, const TextFile& b) { return a.path < b.path; });
    return wanted;
}

}  // namespace stormkeel
