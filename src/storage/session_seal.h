// A session's row says who is signed in: it counts only when the ward itself wrote it.
#pragma once

#include <string>

#include "storage/pseudonyms.h"
#include "storage/store.h"

namespace stormkeel {

// With the key beside the store: who can write the store alone makes none.
std::string seal_of(const KeptSession& session, const Pseudonyms& key);

// Which of the rows is the first that nobody sealed so, from 1; 0: none.
Stored<std::uint64_t> altered_session(Store& store, const Pseudonyms& key);

}  // namespace stormkeel
