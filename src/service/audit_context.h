// What the audit keeps of an act beside who did it and to what: in which role and session, on which run of which
// machine, by which program and packs, and which version of the object it changed. One JSON object a row.
#pragma once

#include <string>
#include <string_view>

#include "storage/store.h"

namespace stormkeel {

// Who acts now, and since when their machine runs.
struct Acting {
    std::string role;     // empty: nobody; the ward itself
    std::string session;  // a digest of its secret; empty: none
    std::string boot;     // the id of the machine's run since its start; empty: the machine was not asked
    Duration up{};        // since that start
    std::string kiosk{};  // the name of the screen on the wall where it was done; empty: at none
};

// What answers.
struct ActedBy {
    std::string_view version;    // of the program
    std::string_view guideline;  // the fingerprint of the packs; empty: none were read
};

// What an act changed, as an object for AuditEntry.context. A version is a digest of all that is kept; a credential is
// random or hashed with something random, so that its digest tells nothing of it.
std::string version_of(const Account& account);
std::string version_of(const Alert& alert);
std::string changed_object(std::string_view before, std::string_view after);  // an empty one was not there

// The whole context of an entry; what it holds already is what the act changed.
std::string audit_context(const AuditEntry& entry, const Acting& acting, const ActedBy& by);

}  // namespace stormkeel
