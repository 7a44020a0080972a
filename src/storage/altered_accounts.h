// Whoever's account was altered in the file is closed: nobody signs in by what somebody else may have written.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "storage/sqlite.h"
#include "storage/store.h"

namespace stormkeel {

// The last entry of each name, in the order of their names; without a credential where it is one of the altered rows,
// or where such a row was theirs under another name. A later entry that is whole opens the account again. May throw
// sqlite::Error.
std::vector<Account> accounts_but_altered(sqlite::Connection& connection, const std::set<std::uint64_t>& altered);

}  // namespace stormkeel
