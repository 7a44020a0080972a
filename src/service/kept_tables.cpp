// Writes and reads one line of words and numbers.
#include "service/kept_tables.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace stormkeel {

namespace {

using Table = std::pair<std::string_view, std::uint64_t LastNumbers::*>;
constexpr std::array<Table, 6> known_tables{{{"record", &LastNumbers::record},
                                             {"assessment", &LastNumbers::assessment},
                                             {"alert", &LastNumbers::alert_row},
                                             {"event", &LastNumbers::event},
                                             {"account", &LastNumbers::account_row},
                                             {"cosign", &LastNumbers::cosign_row}}};

}  // namespace

std::string missing_in(const AuditEntry& told, const LastNumbers& last) {
    std::istringstream words(told.object);
    std::string name;
    for (std::uint64_t had = 0; words >> name >> had;) {
        const auto table = std::find_if(known_tables.begin(), known_tables.end(),
                                        [&](const Table& each) { return each.first == name; });
        if (table == known_tables.end() || last.*(table->second) >= had) continue;
        return "the table " + name + " ends with row " + std::to_string(last.*(table->second)) + ", and row " +
               std::to_string(told.number) + " of the audit says that it had " + std::to_string(had);
    }
    return {};
}

std::string tables_object(const LastNumbers& last) {
    std::string text;
    for (const auto& [name, number] : known_tables) {
        text += (text.empty() ? "" : " ") + std::string(name) + " " + std::to_string(last.*number);
    }
    return text;
}

Stored<std::string> what_was_cut_off(Store& store) {
    const auto numbers = store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return *problem;
    const auto& last = std::get<LastNumbers>(numbers);
    for (std::uint64_t before = last.audit + 1; before > 1;) {
        const auto read = store.audit_before(before, 1000);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& entries = std::get<std::vector<AuditEntry>>(read);
        if (entries.empty()) break;
        for (const AuditEntry& entry : entries) {
            if (entry.action == KeptTables::action) return missing_in(entry, last);
        }
        before = entries.back().number;
    }
    return std::string();
}

}  // namespace stormkeel
