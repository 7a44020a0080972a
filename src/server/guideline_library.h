// What the server asks of the versions of the packs that lie beside the store: it reads no pack itself.
#pragma once

#include <string>
#include <vector>

namespace stormkeel {

// A statement by its id, and what differs of it in words for people.
struct GuidelineDifference {
    std::string id;
    std::string words;
};

struct GuidelineTexts {
    std::vector<std::string> packs;     // "astct-2019 1.0.0, in force from 2019-01-01"
    std::string fingerprint;            // that its answers carry
    std::vector<std::string> problems;  // with any it may not be approved: what is wrong and what would be right
    std::string note;                   // what else is different from the packs in use
    std::vector<GuidelineDifference> added;
    std::vector<GuidelineDifference> removed;
    std::vector<GuidelineDifference> changed;
};

class GuidelineLibrary {
public:
    GuidelineLibrary() = default;
    GuidelineLibrary(const GuidelineLibrary&) = delete;
    GuidelineLibrary& operator=(const GuidelineLibrary&) = delete;
    virtual ~GuidelineLibrary() = default;

    virtual GuidelineTexts in_use() = 0;
    // As its files are now, against the packs in use.
    virtual GuidelineTexts staged(const std::string& sha256) = 0;
};

}  // namespace stormkeel
