// The methods SQLite asks of a file system, over bytes in memory.
#include "storage/unreliable_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace stormkeel {

namespace {

using File = UnreliableDisk::File;
using Write = UnreliableDisk::Write;

constexpr std::size_t sector = 512;

UnreliableDisk* disk_in_use = nullptr;

struct OpenFile {
    sqlite3_file base;
    std::shared_ptr<File>* file;
};

File& file_of(sqlite3_file* handle) { return **reinterpret_cast<OpenFile*>(handle)->file; }

void put(std::vector<unsigned char>& bytes, const Write& write) {
    if (write.truncates) {
        bytes.resize(std::min(bytes.size(), write.at));
        return;
    }
    bytes.resize(std::max(bytes.size(), write.at + write.bytes.size()));
    std::copy(write.bytes.begin(), write.bytes.end(), bytes.begin() + static_cast<std::ptrdiff_t>(write.at));
}

int close_file(sqlite3_file* handle) {
    delete reinterpret_cast<OpenFile*>(handle)->file;
    return SQLITE_OK;
}

int read_file(sqlite3_file* handle, void* into, int length, sqlite3_int64 offset) {
    if (disk_in_use->is_dead()) return SQLITE_IOERR_READ;
    const std::vector<unsigned char>& bytes = file_of(handle).seen;
    std::memset(into, 0, static_cast<std::size_t>(length));
    const auto from = static_cast<std::size_t>(offset);
    if (from >= bytes.size()) return SQLITE_IOERR_SHORT_READ;
    const std::size_t there = std::min(static_cast<std::size_t>(length), bytes.size() - from);
    std::memcpy(into, bytes.data() + from, there);
    return there < static_cast<std::size_t>(length) ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int change(sqlite3_file* handle, Write write) {
    if (const int code = disk_in_use->begin(Fault::write_error)) return code;
    File& file = file_of(handle);
    put(file.seen, write);
    file.unsynced.push_back(std::move(write));
    return SQLITE_OK;
}

int write_file(sqlite3_file* handle, const void* from, int length, sqlite3_int64 offset) {
    const auto* bytes = static_cast<const unsigned char*>(from);
    return change(handle, {static_cast<std::size_t>(offset), {bytes, bytes + length}});
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
    return change(handle, {static_cast<std::size_t>(size), {}, true});
}

int sync_file(sqlite3_file* handle, int) {
    if (const int code = disk_in_use->begin(Fault::sync_error)) return code;
    File& file = file_of(handle);
    file.durable = file.seen;
    file.unsynced.clear();
    return SQLITE_OK;
}

int file_size(sqlite3_file* handle, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(file_of(handle).seen.size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* locked) {
    *locked = 0;
    return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods methods{1,         close_file,  read_file,       write_file, truncate_file,
                                 sync_file, file_size,   lock_file,       lock_file,  check_lock,
                                 control,   sector_size, characteristics, nullptr,    nullptr,
                                 nullptr,   nullptr,     nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* handle, int flags, int* given) {
    auto* opened = reinterpret_cast<OpenFile*>(handle);
    opened->base.pMethods = nullptr;
    if (disk_in_use->is_dead()) return SQLITE_CANTOPEN;
    std::shared_ptr<File>& file = disk_in_use->files()[name == nullptr ? std::string("temporary") : std::string(name)];
    if (!file && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (!file) file = std::make_shared<File>();
    opened->file = new std::shared_ptr<File>(file);
    opened->base.pMethods = &methods;
    if (given != nullptr) *given = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int) {
    if (const int code = disk_in_use->begin(Fault::write_error)) return code;
    return disk_in_use->files().erase(name) == 1 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int access_file(sqlite3_vfs*, const char* name, int, int* there) {
    *there = disk_in_use->files().contains(name) ? 1 : 0;
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* into) {
    sqlite3_snprintf(size, into, "%s", name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* into) {
    disk_in_use->draw(into, static_cast<std::size_t>(size));
    return size;
}

int sleep_not(sqlite3_vfs*, int microseconds) { return microseconds; }
int current_time(sqlite3_vfs*, double* days) {
    *days = 2461100.5;
    return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

UnreliableDisk::UnreliableDisk(std::uint64_t seed)
    : random_(seed), drawn_(seed), vfs_(std::make_unique<sqlite3_vfs>()) {
    disk_in_use = this;
    *vfs_ = {};
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(OpenFile);
    vfs_->mxPathname = 200;
    vfs_->zName = name();
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    vfs_->xAccess = access_file;
    vfs_->xFullPathname = full_name;
    vfs_->xRandomness = randomness;
    vfs_->xSleep = sleep_not;
    vfs_->xCurrentTime = current_time;
    vfs_->xGetLastError = last_error;
    sqlite3_vfs_register(vfs_.get(), 0);
}

UnreliableDisk::~UnreliableDisk() {
    sqlite3_vfs_unregister(vfs_.get());
    disk_in_use = nullptr;
}

void UnreliableDisk::fail_at(std::uint64_t operation, Fault fault) {
    failing_ = operations_ + operation;
    fault_ = fault;
}

// From a source of its own, so that what SQLite asks for changes no other draw.
void UnreliableDisk::draw(char* into, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) into[i] = static_cast<char>(drawn_());
}

void UnreliableDisk::repair() { failing_ = 0; }

int UnreliableDisk::begin(Fault kind_of_operation) {
    ++operations_;
    if (dead_) return SQLITE_IOERR;
    const bool due = failing_ != 0 && operations_ >= failing_;
    if (!due) return SQLITE_OK;
    if (fault_ == Fault::power_cut) {
        dead_ = true;
        return SQLITE_IOERR;
    }
    // A sync fails as a sync, and a write as a write: the fault waits for an operation of its kind.
    const bool syncs = kind_of_operation == Fault::sync_error;
    if (syncs != (fault_ == Fault::sync_error)) return SQLITE_OK;
    failing_ = 0;
    if (fault_ == Fault::full) return SQLITE_FULL;
    return syncs ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
}

// Each sector of each write is there or not, whatever the order in which they were made.
void UnreliableDisk::lose(File& file) {
    std::vector<unsigned char> kept = file.durable;
    for (const Write& write : file.unsynced) {
        if (write.truncates) {
            if (random_() % 2 == 0) put(kept, write);
            continue;
        }
        for (std::size_t from = 0; from < write.bytes.size();) {
            const std::size_t until = std::min(write.bytes.size(), from + sector - (write.at + from) % sector);
            const auto first = write.bytes.begin() + static_cast<std::ptrdiff_t>(from);
            const auto last = write.bytes.begin() + static_cast<std::ptrdiff_t>(until);
            if (random_() % 2 == 0) put(kept, {write.at + from, {first, last}});
            from = until;
        }
    }
    file.seen = kept;
    file.durable = kept;
    file.unsynced.clear();
}

void UnreliableDisk::power_up() {
    for (auto& [name, file] : files_) lose(*file);
    dead_ = false;
    failing_ = 0;
}

std::vector<unsigned char>& UnreliableDisk::bytes(const std::string& file) { return files_.at(file)->seen; }

}  // namespace stormkeel
