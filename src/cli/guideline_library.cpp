// Reads a version once for as long as its files stay as they are.
#include "cli/guideline_library.h"

#include "cli/guideline_folder.h"
#include "cli/ward_data.h"
#include "guideline/diff.h"
#include "guideline/lint.h"

namespace stormkeel {
namespace {

std::vector<std::string> pack_names(const Guideline& guideline) {
    std::vector<std::string> names;
    for (const Pack& pack : guideline.packs) {
        names.push_back(pack.name + " " + pack.version + ", in force from " + to_text(pack.in_force_from));
    }
    return names;
}

std::vector<GuidelineDifference> told_of(std::vector<StatementDifference> found) {
    std::vector<GuidelineDifference> told;
    for (StatementDifference& one : found) told.push_back({std::move(one.id), std::move(one.words)});
    return told;
}

GuidelineTexts compared_with(const Guideline& in_use, const Guideline& guideline) {
    GuidelineTexts texts;
    GuidelineDifferences found = differences(in_use, guideline);
    texts.packs = pack_names(guideline);
    texts.fingerprint = guideline.fingerprint;
    texts.note = std::move(found.packs);
    if (found.elsewhere) {
        texts.note +=
            "The statements say the same; the texts differ elsewhere: in layout, in order, or in the names of drugs.";
    }
    texts.added = told_of(std::move(found.added));
    texts.removed = told_of(std::move(found.removed));
    texts.changed = told_of(std::move(found.changed));
    return texts;
}

}  // namespace

std::vector<std::string> problems_of_version(const std::string& folder, const std::string& site) {
    const auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return {failure->what};
    const auto terminology = terminology_of(std::get<PackTexts>(texts));
    if (const auto* failure = std::get_if<Failure>(&terminology)) return {failure->what};
    std::vector<std::string> problems;
    for (const PackProblem& problem :
         lint(std::get<PackTexts>(texts).files, std::get<Terminology>(terminology).formulary(), {})) {
        problems.push_back(to_text(problem));
    }
    bool has_alarms = false;
    for (const PackFile& file : std::get<PackTexts>(texts).files) {
        has_alarms = has_alarms || file.path.starts_with("alarms/");
    }
    if (!has_alarms) problems.emplace_back("alarms/alarms.toml: the table of alarms is missing; stage whole packs");
    const auto knowledge = read_knowledge(folder, site);
    if (problems.empty() && std::holds_alternative<Failure>(knowledge)) {
        problems.push_back(std::get<Failure>(knowledge).what);
    }
    return problems;
}

GuidelineTexts FolderLibrary::in_use() {
    GuidelineTexts texts;
    texts.packs = pack_names(in_use_);
    texts.fingerprint = in_use_.fingerprint;
    return texts;
}

GuidelineTexts FolderLibrary::staged(const std::string& sha256) {
    const auto kept = kept_version(of_.data, sha256);
    GuidelineTexts texts;
    if (const auto* why = std::get_if<std::string>(&kept)) {
        texts.problems.push_back(*why);
        return texts;
    }
    if (const auto known = read_.find(sha256); known != read_.end()) return known->second;
    const std::string folder = version_folder(of_.data, sha256);
    const auto knowledge = read_knowledge(folder, of_.site);
    if (const auto* read = std::get_if<Knowledge>(&knowledge)) {
        texts = compared_with(in_use_, read->guideline.latest());
    }
    texts.problems = problems_of_version(folder, of_.site);
    return read_[sha256] = std::move(texts);
}

}  // namespace stormkeel
