// Opens the ward's data, and asks the ward that runs on them.
#include "cli/ward_data.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>

#include "adapters/json.h"
#include "cli/knowledge.h"
#include "cli/version.h"
#include "guideline/read_alarms.h"
#include "server/local_call.h"
#include "server/machine.h"
#include "server/permissions.h"
#include "service/audit_context.h"
#include "storage/sqlite_store.h"

namespace stormkeel {

// The only clock of the program.
Instant system_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

Failure failure_of(const StoreProblem& problem) {
    return {problem.kind == StoreProblem::Kind::in_use ? in_use : our_fault, problem.what};
}

// Patients' data is for the ward's own account alone.
std::variant<std::unique_ptr<Store>, Failure> open_store(const std::string& data, sqlite::Purpose purpose) {
    std::error_code problem;
    std::filesystem::create_directories(data, problem);
    if (problem || !std::filesystem::is_directory(data)) {
        return Failure{wrong_call, data + ": it cannot be made a folder; give another with --data"};
    }
    ::chmod(data.c_str(), S_IRWXU);
    ::umask(S_IRWXG | S_IRWXO);
    auto store = open_sqlite_store({data + "/ward.sqlite", purpose, {}});
    if (const auto* failed = std::get_if<StoreProblem>(&store)) return failure_of(*failed);
    return std::move(std::get<std::unique_ptr<Store>>(store));
}

std::optional<Failure> holds_no_ward(const std::string& data) {
    if (std::filesystem::exists(data + "/ward.sqlite")) return std::nullopt;
    return Failure{wrong_call, data + " holds no ward; name another with --data"};
}

std::variant<std::unique_ptr<Store>, Failure> open_kept_store(const std::string& data) {
    if (auto none = holds_no_ward(data)) return *std::move(none);
    return open_store(data);
}

Stored<Done> commit_alone(Store& store, Batch batch) {
    const auto last = store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&last)) return *problem;
    const auto accounts = store.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&accounts)) return *problem;
    const MachineReading machine = read_machine(".");
    const Acting acting{std::string(name_of(Role::operator_)), {}, machine.boot, machine.steady};
    std::uint64_t number = std::get<LastNumbers>(last).audit;
    for (AuditEntry& entry : batch.audit) {
        entry.number = ++number;
        for (const Account& changed : batch.accounts) {
            std::string before;
            for (const Account& known : std::get<std::vector<Account>>(accounts)) {
                if (known.name == changed.name) before = version_of(known);
            }
            entry.context = changed_object(before, version_of(changed));
        }
        entry.context = audit_context(entry, acting, {version, {}});
    }
    return store.commit(batch);
}

std::variant<AlarmTable, Failure> alarms_of(const std::string& folder) {
    const auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    std::vector<PackProblem> problems;
    const std::vector<PackFile>& files = std::get<PackTexts>(texts).files;
    AlarmTable table = read_alarms(files, problems);
    // A draft of a single pack has no alarms of its own.
    if (problems.size() == 1 && !std::get<PackTexts>(texts).built_in && table.rules.empty()) {
        problems.clear();
        table = read_alarms(built_in_packs(), problems);
    }
    if (!problems.empty()) return Failure{wrong_call, to_text(problems.front())};
    return table;
}

namespace {

std::string field_of(const std::string& body, std::string_view name) {
    const auto read = read_json(body);
    const auto* document = std::get_if<std::shared_ptr<const JsonDocument>>(&read);
    return document == nullptr ? std::string() : std::string((*document)->root()[name].text());
}

}  // namespace

std::variant<std::optional<std::string>, Failure> told_by_the_ward(const Call& call, const std::string& target,
                                                                   const std::string& body) {
    const auto called = call_locally(local_socket_in(call.data), target, {"POST", {}, body});
    if (const auto* why = std::get_if<std::string>(&called)) return Failure{our_fault, *why};
    const auto& response = std::get<std::optional<HttpResponse>>(called);
    if (!response) return std::optional<std::string>();
    if (response->status != 200) return Failure{wrong_call, field_of(response->body, "error")};
    return std::optional(response->body);
}

// What a ward that runs says to a call of its operator; nothing when none runs.
std::variant<std::optional<std::string>, Failure> asked_the_ward(const Call& call, const std::string& target,
                                                                 const std::string& body) {
    auto told = told_by_the_ward(call, target, body);
    if (const auto* failure = std::get_if<Failure>(&told)) return *failure;
    const auto& answer = std::get<std::optional<std::string>>(told);
    return answer ? std::optional(token_in(*answer)) : std::nullopt;
}

std::string token_in(const std::string& body) { return field_of(body, "token"); }

std::string note_in(const std::string& body) { return field_of(body, "note"); }

}  // namespace stormkeel
