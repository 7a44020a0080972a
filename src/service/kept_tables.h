// How long each table is, told in the audit once an hour and at an orderly end: rows that are cut off an end leave a
// chain that is whole, and only this tells of them.
#pragma once

#include <string>
#include <string_view>

#include "storage/store.h"

namespace stormkeel {

struct KeptTables {
    static constexpr std::string_view action = "tables";  // of the audit entry
};

// "record 57 assessment 12 alert 8 event 60 account 3 cosign 2", the object of the audit entry: the last row of each.
std::string tables_object(const LastNumbers& last);

// What such an entry told that is gone from tables of now: "the table record ends with row 50, ..."; empty: nothing.
std::string missing_in(const AuditEntry& told, const LastNumbers& last);

// What of it is gone: "the table record ends with row 50, and row 77 of the audit says that it had 57"; empty: nothing
// is, or no entry tells.
Stored<std::string> what_was_cut_off(Store& store);

}  // namespace stormkeel
