// Reads the parameters, and halves the audit until it stands at a time.
#include "server/audit_query.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr Duration set_back_at_most = hours(1);
constexpr std::size_t longest_text = 128;

Instant moved(Instant at, Duration by) { return at == never || at == forever ? at : at + by; }

}  // namespace

bool AuditQuery::fits(const AuditEntry& entry) const {
    return (actor.empty() || entry.actor == actor) && entry.action.starts_with(action) &&
           entry.object.find(object) != std::string::npos && entry.at >= since && entry.at < until;
}

std::variant<AuditQuery, std::string> read_audit_query(const std::map<std::string, std::string>& parameters) {
    AuditQuery query;
    for (const auto& [name, value] : parameters) {
        if (value.size() > longest_text) return name + " is longer than 128 characters";
        if (name == "actor") query.actor = value;
        if (name == "action") query.action = value;
        if (name == "object") query.object = value;
        if (name != "since" && name != "until") continue;
        const auto at = parse_instant(value);
        if (!at) return name + " is a time; write it like 2026-03-03T10:00:00Z";
        (name == "since" ? query.since : query.until) = *at;
    }
    return query;
}

Stored<std::uint64_t> first_row_since(Store& store, Instant since) {
    const auto numbers = store.last_numbers();
    if (const auto* problem = std::get_if<StoreProblem>(&numbers)) return *problem;
    std::uint64_t low = 1;
    std::uint64_t high = std::get<LastNumbers>(numbers).audit + 1;
    const Instant wanted = moved(since, Duration{} - set_back_at_most);
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const auto read = store.audit_after(middle - 1, 1);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& row = std::get<std::vector<AuditEntry>>(read);
        if (row.empty() || row.front().at >= wanted) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

std::string pseudonym_in(const std::string& object) {
    constexpr std::string_view before = "patient ";
    constexpr std::size_t digits = 32;
    const std::size_t at = object.find(before);
    if (at == std::string::npos) return {};
    const std::string found = object.substr(at + before.size(), digits);
    const bool whole = found.size() == digits && found.find_first_not_of("0123456789abcdef") == std::string::npos;
    return whole ? found : std::string();
}

}  // namespace stormkeel
