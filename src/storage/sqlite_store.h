// The store in one SQLite file, of which this process is the only reader and writer.
#pragma once

#include <memory>
#include <string>

#include "storage/schema.h"
#include "storage/store.h"

namespace stormkeel {

struct SqlitePlace {
    std::string file;
    sqlite::Purpose purpose = sqlite::Purpose::ward;
    std::string vfs;              // the file system of SQLite's to use; empty: the usual one
    sqlite::Steps later_steps{};  // of a later version
};

// Opens or makes the file. WAL with synchronous=FULL, and both are read back: a commit that was answered outlives a
// loss of power. Locks the file against every other process: `in_use` when one has it. `damaged` when the pages or the
// chain of the records or of the audit are not what was written.
Stored<std::unique_ptr<Store>> open_sqlite_store(const SqlitePlace& place);

}  // namespace stormkeel
