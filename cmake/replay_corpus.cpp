// Feeds every file of a corpus folder to a fuzz target once, so that g++ alone replays what the fuzzer has found.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

void replay(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    // The name goes out first: it is the last thing seen when an input stops the program.
    std::cout << path.filename().string() << std::endl;
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t replayed = 0;
    for (int i = 1; i < count; ++i) {
        if (!std::filesystem::is_directory(arguments[i])) continue;
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
            if (!entry.is_regular_file()) continue;
            replay(entry.path());
            ++replayed;
        }
    }
    if (replayed == 0) {
        std::cerr << "No input was replayed; name a corpus folder, such as tests/fuzz/corpus/" << arguments[0] << "\n";
        return 1;
    }
    std::cout << replayed << " inputs replayed\n";
}
