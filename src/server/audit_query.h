// Which rows of the audit somebody asks for, and where in it they begin.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "storage/store.h"

namespace stormkeel {

struct AuditQuery {
    std::string actor;   // of exactly this name; empty: of all
    std::string action;  // beginning so: "sign" finds "sign in" and "sign-in failed"
    std::string object;  // holding this: the pseudonym of a patient, the name of an account
    Instant since{never};
    Instant until{forever};  // not the moment itself

    bool fits(const AuditEntry& entry) const;
};

// From the parameters actor, action, object, since and until; a text says which one is wrong and what would be right.
std::variant<AuditQuery, std::string> read_audit_query(const std::map<std::string, std::string>& parameters);

// The first row that may be of this time or later, in as many reads as the number of rows has binary digits. Rows stand
// in the order in which they were kept; a clock that was set back by less than an hour hides none.
Stored<std::uint64_t> first_row_since(Store& store, Instant since);

// What stands in the object of an entry behind "patient ", when it is a pseudonym; empty when there is none.
std::string pseudonym_in(const std::string& object);

}  // namespace stormkeel
