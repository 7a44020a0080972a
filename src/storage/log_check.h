// Looks at the write-ahead log before anything is written to it: SQLite takes what was altered in it for the end of it,
// as a power cut leaves one, and would lose all that was answered for behind that place without a word.
#pragma once

#include "storage/sqlite.h"

namespace stormkeel::sqlite {

// Throws Error when more than one transaction stands behind the place where the log is no longer what was written: each
// was on the disk before the next began, so no loss of power left it so. Call it while the file is locked; the log has
// to have been emptied at each start before.
void check_log(Connection& connection);

// All of the log goes into the file. When the disk is full it stays, and all is as before.
void empty_log(Connection& connection);

}  // namespace stormkeel::sqlite
