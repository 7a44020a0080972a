// The chains that show whether a row that was kept was changed, taken out or put in: each hash covers the one before
// it.
#pragma once

#include <string>
#include <string_view>

#include "storage/store.h"

namespace stormkeel {

// The last hash of each table, 64 hexadecimal digits; empty before the first row. add() returns the hash of the row.
struct Chains {
    std::string record;
    std::string assessment;
    std::string alert;
    std::string event;
    std::string audit;
    std::string account;
    std::string cosign;

    const std::string& add(const Record& next);
    const std::string& add(const KeptAssessment& next);
    const std::string& add(const Alert& next);
    const std::string& add(const WardEvent& next);
    const std::string& add(const AuditEntry& next);
    const std::string& add(const Account& next);
    const std::string& add(const Cosign& next);

    // The same for a row of an earlier edition, which hashed what its last fields hold as one digest in the place of a
    // field. Rows that were written so keep their hashes; none is written so any more.
    const std::string& add_as_before(const KeptAssessment& next);
    const std::string& add_as_before(const Account& next);

private:
    std::string plain(const KeptAssessment& next, std::string_view digest) const;
    std::string plain(const Account& next, std::string_view credential) const;
};

}  // namespace stormkeel
