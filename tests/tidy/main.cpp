// Checks every C++ file of the repository against the house rules; prints file:line: what; what would be right.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tidy/rules.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> cpp_files(const fs::path& root) {
    std::vector<fs::path> files;
    for (const char* folder : {"src", "tests", "bench", "cmake"}) {
        if (!fs::exists(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const fs::path extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".h") files.push_back(fs::relative(entry.path(), root));
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: tidy_check REPOSITORY\n";
        return 2;
    }
    const fs::path root = arguments[1];
    const std::vector<fs::path> files = cpp_files(root);
    std::size_t wrong = 0;
    for (const fs::path& path : files) {
        std::ifstream file(root / path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        for (const auto& violation :
             stormkeel::tidy::violations(stormkeel::tidy::read_source(path.generic_string(), text))) {
            std::cout << violation.path << ":" << violation.line << ": " << violation.what << "\n";
            ++wrong;
        }
    }
    std::cout << files.size() << " files, " << wrong << " violations\n";
    // No file at all means a wrong folder, never a tidy one.
    return wrong == 0 && !files.empty() ? 0 : 1;
}
