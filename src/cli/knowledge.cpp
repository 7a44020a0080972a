// Reads packs and terminology, and refuses both when either has a problem.
#include "cli/knowledge.h"

#include <algorithm>

#include "guideline/read_pack.h"

namespace stormkeel {
namespace {

bool is_terminology(const PackFile& file) { return file.path.starts_with("terminology/"); }

// A folder's problem is the caller's to mend, one of the packs built in is ours.
Failure failure_of(const PackTexts& texts, const std::vector<std::string>& problems) {
    std::string what = "the packs cannot be used; stormkeel guideline lint lists what is wrong";
    for (const std::string& problem : problems) what += "\n" + problem;
    return {texts.built_in ? our_fault : wrong_call, what};
}

}  // namespace

std::variant<PackTexts, Failure> pack_texts(const std::string& folder) {
    PackTexts texts;
    const std::span<const PackFile> built_in = built_in_packs();
    if (folder.empty()) {
        texts.files.assign(built_in.begin(), built_in.end());
        return texts;
    }
    texts.built_in = false;
    texts.owner = read_folder(folder, {".md", ".toml"});
    if (!texts.owner.problems.empty()) return Failure{wrong_call, to_text(texts.owner.problems.front())};
    texts.files = texts.owner.files;
    if (texts.files.empty())
        return Failure{wrong_call, folder + ": it holds no pack; a pack is a folder with a pack.toml"};
    if (std::none_of(texts.files.begin(), texts.files.end(), is_terminology))
        std::copy_if(built_in.begin(), built_in.end(), std::back_inserter(texts.files), is_terminology);
    return texts;
}

std::variant<Terminology, Failure> terminology_of(const PackTexts& texts) {
    std::vector<TextFile> files;
    files.reserve(texts.files.size());
    for (const PackFile& file : texts.files) files.push_back({file.path, file.text});
    TerminologyReading reading = read_terminology(files);
    if (!reading.problems.empty()) return failure_of(texts, reading.problems);
    return std::move(reading.terminology);
}

std::variant<Knowledge, Failure> read_knowledge(const std::string& folder) {
    auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    const PackTexts& found = std::get<PackTexts>(texts);
    auto terminology = terminology_of(found);
    if (const auto* failure = std::get_if<Failure>(&terminology)) return *failure;
    Knowledge knowledge{std::move(std::get<Terminology>(terminology)), {}};
    ReadGuideline reading = read_guideline(found.files, knowledge.terminology.formulary());
    if (!reading.guideline) {
        std::vector<std::string> problems;
        problems.reserve(reading.problems.size());
        for (const PackProblem& problem : reading.problems) problems.push_back(to_text(problem));
        return failure_of(found, problems);
    }
    knowledge.guideline = std::move(*reading.guideline);
    return knowledge;
}

}  // namespace stormkeel
