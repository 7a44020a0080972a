// The terminology of guidelines/terminology, read once for the tests of the adapters.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/terminology.h"

namespace stormkeel {

inline TerminologyReading read_terminology_folder() {
    struct File {
        std::string path;
        std::string text;
    };
    std::vector<File> files;
    for (const auto& entry : std::filesystem::directory_iterator(STORMKEEL_SOURCE_DIR "/guidelines/terminology")) {
        std::ifstream in(entry.path(), std::ios::binary);
        files.push_back({"terminology/" + entry.path().filename().string(),
                         std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>())});
    }
    std::vector<TextFile> texts;
    for (const File& file : files) texts.push_back({file.path, file.text});
    return read_terminology(texts);
}

inline const Terminology& known_terminology() {
    static const Terminology terminology = [] {
        TerminologyReading reading = read_terminology_folder();
        if (!reading.problems.empty()) throw std::runtime_error(reading.problems.front());
        return std::move(reading.terminology);
    }();
    return terminology;
}

}  // namespace stormkeel
