// stormkeel guideline: lists, shows and checks the packs.
#include <filesystem>

#include "cli/commands.h"
#include "guideline/diff.h"
#include "guideline/lint.h"
#include "guideline/show.h"

namespace stormkeel {
namespace {

constexpr const char* usual_cases = "tests/cases";

int list_or_show(const Call& call) {
    const auto read = read_knowledge(call.guidelines, call.site);
    if (const auto* failure = std::get_if<Failure>(&read)) return fail(*failure);
    const Guideline& guideline = std::get<Knowledge>(read).guideline.latest();
    if (call.command == Command::guideline_list) {
        put(list_text(guideline));
        return answered;
    }
    const auto text = show_text(guideline, call.names.front());
    if (!text) return fail({wrong_call, unknown_statement_text(guideline, call.names.front())});
    put(*text);
    return answered;
}

// The cases that prove the cuts: a named folder, or the one of a checkout when the program is started there.
std::variant<FolderFiles, Failure> case_files(const Call& call) {
    if (call.cases.empty() && !std::filesystem::is_directory(usual_cases)) return FolderFiles{};
    const std::string folder = call.cases.empty() ? usual_cases : call.cases;
    FolderFiles files = read_folder(folder, {".case"});
    if (!files.problems.empty()) return Failure{wrong_call, to_text(files.problems.front())};
    return files;
}

int check_packs(const Call& call) {
    const auto texts = pack_texts(call.names.empty() ? "" : call.names.front());
    if (const auto* failure = std::get_if<Failure>(&texts)) return fail(*failure);
    const auto terminology = terminology_of(std::get<PackTexts>(texts));
    if (const auto* failure = std::get_if<Failure>(&terminology)) return fail(*failure);
    const auto cases = case_files(call);
    if (const auto* failure = std::get_if<Failure>(&cases)) return fail(*failure);
    const auto& files = std::get<FolderFiles>(cases).files;

    const std::vector<PackProblem> problems =
        lint(std::get<PackTexts>(texts).files, std::get<Terminology>(terminology).formulary(), files);
    for (const PackProblem& problem : problems) put(to_text(problem) + "\n");
    if (files.empty()) put("no cases were read, so no cut was checked; name their folder with --cases\n");
    if (!problems.empty()) return fail({our_fault, std::to_string(problems.size()) + " problems in the packs"});
    put("the packs are clean; cases read: " + std::to_string(files.size()) + "\n");
    return answered;
}

int trace_texts(const Call& call) {
    const auto texts = pack_texts(call.guidelines);
    if (const auto* failure = std::get_if<Failure>(&texts)) return fail(*failure);
    const auto terminology = terminology_of(std::get<PackTexts>(texts));
    if (const auto* failure = std::get_if<Failure>(&terminology)) return fail(*failure);
    const auto cases = case_files(call);
    if (const auto* failure = std::get_if<Failure>(&cases)) return fail(*failure);
    return write_trace(call, trace(std::get<PackTexts>(texts).files, std::get<Terminology>(terminology).formulary(),
                                   std::get<FolderFiles>(cases).files));
}

// One side of a comparison: a folder of packs, "built-in" or "site:NAME", each perhaps with "@2026-11-01".
std::variant<Guideline, Failure> side_named(const Call& call, const std::string& name) {
    const std::size_t at = name.rfind('@');
    const auto on = at == std::string::npos ? std::nullopt : parse_date(name.substr(at + 1));
    const std::string where = on ? name.substr(0, at) : name;
    constexpr std::string_view site_mark = "site:";
    const bool is_site = where.starts_with(site_mark);
    const std::string folder = is_site || where == "built-in" ? call.guidelines : where;
    auto read = read_to_compare(folder, {is_site ? where.substr(site_mark.size()) : "", on});
    if (const auto* failure = std::get_if<Failure>(&read)) return Failure{failure->status, name + ": " + failure->what};
    DraftGuideline& draft = std::get<DraftGuideline>(read);
    if (!draft.problems.empty()) {
        fail({answered, name + ": compared as far as it can be read; problems in it: " +
                            std::to_string(draft.problems.size()) + ", the first " + to_text(draft.problems.front())});
    }
    return std::move(draft.guideline);
}

int compare_packs(const Call& call) {
    const auto before = side_named(call, call.names[0]);
    if (const auto* failure = std::get_if<Failure>(&before)) return fail(*failure);
    const auto after = side_named(call, call.names[1]);
    if (const auto* failure = std::get_if<Failure>(&after)) return fail(*failure);
    put("From " + call.names[0] + " to " + call.names[1] + "\n\n" +
        diff_text(std::get<Guideline>(before), std::get<Guideline>(after)));
    return answered;
}

}  // namespace

int guideline_command(const Call& call) {
    switch (call.command) {
        case Command::guideline_lint:
            return check_packs(call);
        case Command::guideline_diff:
            return compare_packs(call);
        case Command::guideline_trace:
            return trace_texts(call);
        default:
            return list_or_show(call);
    }
}

}  // namespace stormkeel
