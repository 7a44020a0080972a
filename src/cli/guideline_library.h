// What a served ward is told of the versions of its packs: read, linted and compared with those in use.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/guideline.h"
#include "server/guideline_library.h"

namespace stormkeel {

class FolderLibrary final : public GuidelineLibrary {
public:
    struct Of {
        std::string data;
        std::string site;
    };
    FolderLibrary(Of of, Guideline in_use) : of_(std::move(of)), in_use_(std::move(in_use)) {}

    GuidelineTexts in_use() override;
    GuidelineTexts staged(const std::string& sha256) override;

private:
    Of of_;
    Guideline in_use_;
    std::map<std::string, GuidelineTexts> read_;  // by digest: the same files are not linted again
};

// Everything that keeps packs from answering: what lint finds, without cases, and what the site asks for.
std::vector<std::string> problems_of_version(const std::string& folder, const std::string& site);

}  // namespace stormkeel
