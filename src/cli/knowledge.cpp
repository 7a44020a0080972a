// Reads packs and terminology, and refuses both when either has a problem.
#include "cli/knowledge.h"

#include <algorithm>
#include <map>

#include "guideline/nearest.h"
#include "guideline/read_calendar.h"
#include "guideline/site.h"
#include "storage/digest.h"

namespace stormkeel {
namespace {

bool is_terminology(const PackFile& file) { return file.path.starts_with("terminology/"); }
bool is_pack(const PackFile& file) { return file.path.ends_with("pack.toml"); }
bool is_site(const PackFile& file) { return file.path.starts_with("sites/"); }

std::optional<Failure> unknown_site(const PackTexts& texts, const std::string& site) {
    const std::vector<std::string> names = pack::site_names(texts.files);
    if (site.empty() || std::find(names.begin(), names.end(), site) != names.end()) return std::nullopt;
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string hint = pack::did_you_mean(site, known);
    std::string what = "no site '" + site + "' is known" + hint;
    if (hint.empty() && names.empty()) what += "; a site is a folder sites/NAME with an overrides.toml";
    if (hint.empty() && !names.empty()) what += "; the sites are " + pack::listed(known);
    return Failure{wrong_call, what};
}

// A folder's problem is the caller's to mend, one of the packs built in is ours.
Failure failure_of(const PackTexts& texts, const std::vector<std::string>& problems) {
    std::string what = "the packs cannot be used; stormkeel guideline lint lists what is wrong";
    for (const std::string& problem : problems) what += "\n" + problem;
    return {texts.built_in ? our_fault : wrong_call, what};
}

std::vector<std::string> texts_of(const std::vector<PackProblem>& problems) {
    std::vector<std::string> texts;
    texts.reserve(problems.size());
    for (const PackProblem& problem : problems) texts.push_back(to_text(problem));
    return texts;
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
    const bool own_words = std::any_of(texts.files.begin(), texts.files.end(), is_terminology);
    const bool own_packs = std::any_of(texts.files.begin(), texts.files.end(), is_pack);
    const bool own_sites = std::any_of(texts.files.begin(), texts.files.end(), is_site);
    std::copy_if(built_in.begin(), built_in.end(), std::back_inserter(texts.files), [&](const PackFile& file) {
        return is_terminology(file) ? !own_words : own_sites && !own_packs && !is_site(file);
    });
    return texts;
}

// In the order of their paths, whatever order a folder lists them in.
std::string sha256_of(const PackTexts& texts) {
    std::map<std::string_view, std::string_view> by_path;
    for (const PackFile& file : texts.files) by_path.emplace(file.path, file.text);
    std::string digest;
    for (const auto& [path, text] : by_path) digest = digest_of({digest, path, text});
    return digest;
}

std::variant<Terminology, Failure> terminology_of(const PackTexts& texts) {
    std::vector<TextFile> files;
    files.reserve(texts.files.size());
    for (const PackFile& file : texts.files) files.push_back({file.path, file.text});
    TerminologyReading reading = read_terminology(files);
    if (!reading.problems.empty()) return failure_of(texts, reading.problems);
    return std::move(reading.terminology);
}

std::variant<DraftGuideline, Failure> read_to_compare(const std::string& folder, const Selection& selection) {
    const auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    const PackTexts& found = std::get<PackTexts>(texts);
    if (auto failure = unknown_site(found, selection.site)) return *failure;
    auto terminology = terminology_of(found);
    // Names of an earlier release that can no longer be read are no reason not to compare its statements.
    if (std::holds_alternative<Failure>(terminology)) terminology = terminology_of(std::get<PackTexts>(pack_texts("")));
    if (const auto* failure = std::get_if<Failure>(&terminology)) return *failure;
    DraftGuideline draft = read_draft(found.files, std::get<Terminology>(terminology).formulary(), selection);
    const bool empty = draft.guideline.statements.empty();
    if (draft.problems.empty() || (selection.site.empty() && !empty)) return draft;
    return failure_of(found, texts_of(draft.problems));
}

std::variant<Knowledge, Failure> read_knowledge(const std::string& folder, const std::string& site) {
    auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    const PackTexts& found = std::get<PackTexts>(texts);
    if (auto failure = unknown_site(found, site)) return *failure;
    auto terminology = terminology_of(found);
    if (const auto* failure = std::get_if<Failure>(&terminology)) return *failure;
    Knowledge knowledge{std::move(std::get<Terminology>(terminology)), {}};
    ReadCalendar reading = read_calendar(found.files, knowledge.terminology.formulary(), site);
    if (!reading.calendar) {
        return failure_of(found, texts_of(reading.problems));
    }
    knowledge.guideline = std::move(*reading.calendar);
    return knowledge;
}

}  // namespace stormkeel
