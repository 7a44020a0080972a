// Reads a folder of text files.
#include "guideline/folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace stormkeel {
namespace {

bool ends_with_any(const std::string& path, const std::vector<std::string_view>& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

std::vector<std::filesystem::path> files_below(const std::string& folder, std::error_code& error) {
    std::vector<std::filesystem::path> found;
    std::filesystem::recursive_directory_iterator entry(folder, error);
    while (!error && entry != std::filesystem::recursive_directory_iterator()) {
        if (entry->is_regular_file(error)) found.push_back(entry->path());
        entry.increment(error);
    }
    return found;
}

}  // namespace

FolderFiles read_folder(const std::string& folder, const std::vector<std::string_view>& endings) {
    FolderFiles read;
    std::error_code error;
    for (const std::filesystem::path& path : files_below(folder, error)) {
        const std::string name = path.lexically_relative(folder).generic_string();
        if (!ends_with_any(name, endings)) continue;
        std::ifstream file(path, std::ios::binary);
        std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        if (!file) read.problems.push_back({name, 1, "this file cannot be read"});
        // The built-in packs have none; with one the same pack would have two fingerprints.
        if (text.find('\r') != std::string::npos) {
            read.problems.push_back({name, 1, "this file holds carriage returns; save it with line feeds alone"});
        }
        read.owned_.push_back({name, std::move(text)});
    }
    if (error) read.problems.push_back({folder, 1, "this folder cannot be read: " + error.message()});
    std::sort(read.owned_.begin(), read.owned_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    for (const FolderFiles::Owned& owned : read.owned_) read.files.push_back({owned.path, owned.text});
    return read;
}

}  // namespace stormkeel
