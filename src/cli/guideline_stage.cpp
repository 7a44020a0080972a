// stormkeel guideline stage: puts packs beside the ward's store, and asks a physician and a pharmacist about them.
#include <filesystem>

#include "cli/commands.h"
#include "cli/guideline_folder.h"
#include "cli/guideline_library.h"
#include "cli/settings.h"
#include "cli/ward_data.h"
#include "server/local_call.h"
#include "server/permissions.h"
#include "service/guideline_versions.h"

namespace stormkeel {
namespace {

std::optional<Failure> no_administrator(Store& store, const std::string& name) {
    const auto accounts = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&accounts)) return failure_of(*problem);
    for (const Account& account : std::get<std::vector<Account>>(accounts)) {
        const bool open = !account.credential.empty() || !account.subject.empty();
        if (account.name == name && open && account.role == name_of(Role::admin)) return std::nullopt;
    }
    return Failure{wrong_call, "--by: '" + name + "' is no administrator; give the name of one"};
}

// While no ward is served: why nobody needs to be asked, or an empty text.
std::variant<std::string, Failure> stage_alone(const Call& call, const std::string& sha256) {
    const auto opened = open_store(call.data);
    if (const auto* failure = std::get_if<Failure>(&opened)) return *failure;
    Store& store = *std::get<std::unique_ptr<Store>>(opened);
    if (!call.by.empty()) {
        if (const auto failure = no_administrator(store, call.by)) return *failure;
    }
    const Instant now = system_now();
    const auto rows = guideline_rows(store, now);
    if (const auto* problem = std::get_if<StoreProblem>(&rows)) return failure_of(*problem);
    const auto last = store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&last)) return failure_of(*problem);
    const auto& cosigns = std::get<CosignsByNumber>(rows);
    if (std::string why = why_not_staged(cosigns, sha256, now); !why.empty()) return why;
    const Staging staging{sha256, call.by.empty() ? "operator" : call.by, "staged"};
    const auto kept = commit_alone(store, staging_batch(cosigns, staging, std::get<LastNumbers>(last).cosign, now));
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return failure_of(*problem);
    return std::string();
}

std::variant<std::string, Failure> stage_in_ward(const Call& call, const std::string& sha256) {
    const std::string by = call.by.empty() ? "" : "?by=" + escaped(call.by);
    const auto told = told_by_the_ward(call, "/control/guidelines/" + sha256 + by, {});
    if (const auto* failure = std::get_if<Failure>(&told)) return *failure;
    const auto& body = std::get<std::optional<std::string>>(told);
    return body ? std::variant<std::string, Failure>(note_in(*body)) : stage_alone(call, sha256);
}

// The packs that the ward would start with are kept, too: so there is a version to go back to.
std::optional<Failure> keep_both(const Call& call, const PackTexts& texts) {
    if (auto failure = keep_version(call.data, texts)) return failure;
    const auto others = pack_texts(call.guidelines);
    if (const auto* failure = std::get_if<Failure>(&others)) return *failure;
    return keep_version(call.data, std::get<PackTexts>(others));
}

}  // namespace

int stage_guideline(const Call& words) {
    const auto settings = settings_of(words);
    if (const auto* failure = std::get_if<Failure>(&settings)) return fail(*failure);
    const Call call = call_with(std::get<Settings>(settings), words);
    if (!std::filesystem::exists(call.data + "/ward.sqlite"))
        return fail({wrong_call, call.data + " holds no ward; name another with --data"});
    const std::string folder = call.names.front() == "built-in" ? "" : call.names.front();
    const auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return fail(*failure);
    const std::vector<std::string> problems = problems_of_version(folder, call.site);
    for (const std::string& problem : problems) put(problem + "\n");
    if (!problems.empty()) {
        return fail({our_fault, "nothing was staged: " + std::to_string(problems.size()) +
                                    " problems in the packs; stormkeel guideline lint " + call.names.front() +
                                    " lists them, too"});
    }
    if (const auto failure = keep_both(call, std::get<PackTexts>(texts))) return fail(*failure);
    const std::string sha256 = sha256_of(std::get<PackTexts>(texts));
    const auto staged = stage_in_ward(call, sha256);
    if (const auto* failure = std::get_if<Failure>(&staged)) return fail(*failure);
    const std::string& note = std::get<std::string>(staged);
    put(note.empty() ? "Staged as " + sha256 +
                           "\nA physician and a pharmacist approve it on /guideline within 30 days; then it answers "
                           "from the next start on.\n"
                     : sha256 + ": its files are there, and " + note + ".\n");
    return answered;
}

}  // namespace stormkeel
