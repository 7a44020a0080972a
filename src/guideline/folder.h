// The packs of a folder on disk, as a reviewer edits them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "guideline/built_in.h"
#include "guideline/problem.h"

namespace stormkeel {

// Files with the texts they view. It moves and never copies: a copy's views would still lead to the first one's texts.
class FolderFiles {
public:
    FolderFiles() = default;
    FolderFiles(FolderFiles&&) = default;
    FolderFiles& operator=(FolderFiles&&) = default;
    FolderFiles(const FolderFiles&) = delete;
    FolderFiles& operator=(const FolderFiles&) = delete;
    ~FolderFiles() = default;

    std::vector<PackFile> files;        // in byte order of the path, which is relative to the folder and has '/'
    std::vector<PackProblem> problems;  // a folder or file that cannot be read

private:
    friend FolderFiles read_folder(const std::string& folder, const std::vector<std::string_view>& endings);
    struct Owned {
        std::string path;
        std::string text;
    };
    std::vector<Owned> owned_;
};

// Every file below `folder` that ends with one of `endings` (".md", ".toml"; or ".case").
FolderFiles read_folder(const std::string& folder, const std::vector<std::string_view>& endings);

}  // namespace stormkeel
