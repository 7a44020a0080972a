// The guideline packs that are built into the program, as the text of their files.
#pragma once

#include <span>
#include <string_view>

namespace stormkeel {

// One file of guidelines/: its path relative to that folder ("astct-2019/crs.md", always with '/'), and its text as
// UTF-8, byte for byte. Both live as long as the program.
struct PackFile {
    std::string_view path;
    std::string_view text;
};

// Every *.md and *.toml below guidelines/ as it stood at build time, in byte order of the path. Never fails; it is
// empty only in a program that was built without a guidelines/ folder.
std::span<const PackFile> built_in_packs();

}  // namespace stormkeel
