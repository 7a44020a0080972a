// stormkeel guideline: lists, shows and checks the packs.
#include <filesystem>

#include "cli/commands.h"
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

}  // namespace

int guideline_command(const Call& call) {
    switch (call.command) {
        case Command::guideline_lint:
            return check_packs(call);
        case Command::guideline_diff:
            return fail({wrong_call, "guideline diff is not available yet"});
        case Command::guideline_trace:
            return trace_texts(call);
        default:
            return list_or_show(call);
    }
}

}  // namespace stormkeel
