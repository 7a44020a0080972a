// The rows that say who is signed in: each counts only when the ward itself wrote it, and all of them together only as
// they were last.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/pseudonyms.h"
#include "storage/store.h"

namespace stormkeel {

// With the key beside the store: who can write the store alone makes none.
std::string seal_of(const KeptSession& session, const Pseudonyms& key);

// One more row of the table seals all others together, with the number of the audit's last row then: a row that was
// there before, and was put back, fits neither. No secret has this digest.
inline constexpr std::string_view digest_of_all = "all";
KeptSession sealed_together(const std::vector<KeptSession>& all, std::uint64_t audited, const Pseudonyms& key);

// What a store holds of it. Without a key nothing is looked at.
struct CheckedSessions {
    std::vector<KeptSession> sound;
    std::vector<KeptSession> over;    // the ward ends these
    std::size_t altered = 0;          // how many of them somebody else wrote, or put back
    std::uint64_t first_altered = 0;  // which row it is, from 1; 0: none
};
Stored<CheckedSessions> checked_sessions(Store& store, const std::optional<Pseudonyms>& key);

}  // namespace stormkeel
