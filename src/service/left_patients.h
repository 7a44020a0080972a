// Who has left the ward, as the audit tells it: by pseudonyms, each of which leads to all of those who left together.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"

namespace stormkeel {

// Patients who are named together leave together.
struct LeftTogether {
    std::vector<std::string> names;     // pseudonyms of their ids and identifiers
    std::vector<std::string> patients;  // under whom their records are kept
    // The unit whose people saw them last; empty: it was not known. Nothing: it was not kept, or they were seen from
    // several.
    std::optional<std::string> unit{};
};

class LeftPatients {
public:
    static constexpr std::string_view leaves = "patient leave";  // the actions of audit entries
    static constexpr std::string_view comes_back = "patient return";

    // An entry of the audit, in their order. The object of ours is "patient", the pseudonyms, and "from" with the unit.
    void read(const AuditEntry& entry);

    // Learns under whom records are kept. Those who left by pseudonyms of another key are unknown, and so have not
    // left.
    using Pseudonym = std::function<std::string(std::string_view)>;
    void learn(const std::vector<std::string>& patients, const Pseudonym& pseudonym);

    void add(LeftTogether left);
    void remove(const std::string& pseudonym);                   // and those who left with it
    const LeftTogether* find(std::string_view pseudonym) const;  // nullptr: has not left
    bool empty() const { return by_name_.empty(); }
    std::size_t count() const { return count_; }  // who left together counts once

private:
    std::map<std::string, std::shared_ptr<LeftTogether>, std::less<>> by_name_;
    std::size_t count_ = 0;
};

std::string audit_object(const LeftTogether& left);

}  // namespace stormkeel
