// SQLite writes the copy under another name; it gets its own once it is on the disk.
#include "storage/whole_copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace stormkeel::sqlite {

namespace {

namespace fs = std::filesystem;

void sync(const std::string& path, int flags) {
    const int opened = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool synced = opened >= 0 && ::fsync(opened) == 0;
    const int why = errno;
    if (opened >= 0) ::close(opened);
    if (!synced) throw Error(SQLITE_IOERR, path + ": " + std::strerror(why));
}

// Who was signed in is not again when the copy takes the place of what is lost.
void leave_out_sessions(const std::string& file) {
    Connection copy(file, {});
    if (copy.number("SELECT count(*) FROM sqlite_schema WHERE name = 'session'") == 0) return;
    copy.run("PRAGMA secure_delete = ON; DELETE FROM session");
}

}  // namespace

void copy_whole(Connection& connection, const std::string& file, bool with_sessions) {
    const std::string part = file + ".part";
    std::error_code ignored;
    fs::remove(part, ignored);
    try {
        Statement copy = connection.prepare("VACUUM INTO ?");
        copy << std::string_view(part);
        copy.execute();
        if (!with_sessions) leave_out_sessions(part);
        sync(part, O_RDWR);
        if (::rename(part.c_str(), file.c_str()) != 0) throw Error(SQLITE_IOERR, file + ": " + std::strerror(errno));
    } catch (const Error&) {
        fs::remove(part, ignored);
        throw;
    }
    sync(fs::absolute(file).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

void copy_before_migration(Connection& connection, const std::string& file, Steps later) {
    const std::int64_t version = connection.number("PRAGMA user_version");
    if (!is_of_earlier_version(connection, later)) return;
    const std::string name = file + ".schema-" + std::to_string(version);
    std::string free = name;
    for (int count = 2; fs::exists(free); ++count) free = name + "." + std::to_string(count);
    copy_whole(connection, free);
}

}  // namespace stormkeel::sqlite
