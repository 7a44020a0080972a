// The chains that show whether a row that was kept was changed, taken out or put in: each hash covers the one before
// it.
#pragma once

#include <string>

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
};

}  // namespace stormkeel
