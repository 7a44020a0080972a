// A copy of a database that is there whole and on the disk, or not at all.
#pragma once

#include <string>

#include "storage/schema.h"

namespace stormkeel::sqlite {

// Copies all that is committed but who is signed in into a new file, which the caller knows is not there. May throw
// Error.
void copy_whole(Connection& connection, const std::string& file, bool with_sessions = false);

// Before tables of an earlier version are changed, everything is copied beside the file: "ward.sqlite.schema-1", or
// with a number behind it when that is there. Nothing for a file that is new, of this version, or not ours.
void copy_before_migration(Connection& connection, const std::string& file, Steps later);

}  // namespace stormkeel::sqlite
