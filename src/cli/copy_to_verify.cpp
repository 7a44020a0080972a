// Asks the ward that runs for a copy, and opens the store itself when none runs.
#include "cli/copy_to_verify.h"

#include <filesystem>

#include "cli/ward_data.h"
#include "server/local_call.h"
#include "storage/sqlite_store.h"

namespace stormkeel {

namespace fs = std::filesystem;

CopyToVerify::CopyToVerify(const std::string& data)
    : file_(fs::absolute(data).string() + "/verify-" + std::to_string(system_now().microseconds) + ".sqlite") {}

CopyToVerify::~CopyToVerify() {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(file_ + ending, ignored);
}

std::variant<std::unique_ptr<Store>, Failure> CopyToVerify::open(const Call& call) const {
    const auto told = asked_the_ward(call, "/control/backup?to_verify&file=" + escaped(file_));
    if (const auto* failure = std::get_if<Failure>(&told)) return *failure;
    if (!std::get<std::optional<std::string>>(told)) return open_kept_store(call.data);
    auto store = open_sqlite_store({file_, sqlite::Purpose::ward, {}});
    if (const auto* problem = std::get_if<StoreProblem>(&store)) return failure_of(*problem);
    return std::move(std::get<std::unique_ptr<Store>>(store));
}

}  // namespace stormkeel
