// An HMAC over a digest of all fields. No id of a patient is such a text, so that no pseudonym is a seal.
#include "storage/session_seal.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "storage/digest.h"

namespace stormkeel {

namespace {

std::optional<std::uint64_t> audited_in(const KeptSession& all) {
    std::uint64_t number = 0;
    const char* end = all.account.data() + all.account.size();
    const auto read = std::from_chars(all.account.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

// What adds a row to the table, or takes one away, by the audit's words for it.
bool changes_sessions(const AuditEntry& entry) {
    return entry.action == "sign in" || entry.action.starts_with("sign in ") || entry.action == "sign out" ||
           entry.action == "password change";
}

// Whether somebody signed in or out after this row of the audit.
Stored<bool> has_changed_since(Store& store, std::uint64_t audited) {
    constexpr std::size_t at_once = 1000;
    std::uint64_t before = std::numeric_limits<std::int64_t>::max();
    while (true) {
        const auto read = store.audit_before(before, at_once);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& entries = std::get<std::vector<AuditEntry>>(read);
        for (const AuditEntry& entry : entries) {
            if (entry.number <= audited) return false;
            if (changes_sessions(entry)) return true;
        }
        if (entries.empty()) return false;
        before = entries.back().number;
    }
}

// Whether the row that seals all is of these and of now.
Stored<bool> fit_together(Store& store, const std::vector<KeptSession>& sessions, const KeptSession& all,
                          const Pseudonyms& key) {
    const auto audited = audited_in(all);
    if (!audited || sealed_together(sessions, *audited, key).seal != all.seal) return false;
    const auto changed = has_changed_since(store, *audited);
    if (const auto* problem = std::get_if<StoreProblem>(&changed)) return *problem;
    return !std::get<bool>(changed);
}

}  // namespace

std::string seal_of(const KeptSession& session, const Pseudonyms& key) {
    return key.of("session\n" +
                  digest_of({session.digest, session.name, session.account, std::to_string(session.begun.microseconds),
                             std::to_string(session.last_used.microseconds)}));
}

KeptSession sealed_together(const std::vector<KeptSession>& all, std::uint64_t audited, const Pseudonyms& key) {
    KeptSession row;
    row.digest = digest_of_all;
    row.account = std::to_string(audited);
    std::string digest = digest_of({row.account});
    for (const KeptSession& each : all) digest = digest_of({digest, each.digest, each.seal});
    row.seal = key.of("sessions\n" + digest);
    return row;
}

// Without the row that seals all, as after an earlier version, nobody can tell what was put back: they are over, and
// that is no sign of anything.
Stored<CheckedSessions> checked_sessions(Store& store, const std::optional<Pseudonyms>& key) {
    auto read = store.sessions();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    auto& rows = std::get<std::vector<KeptSession>>(read);
    std::sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.digest < other.digest; });
    const auto found =
        std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.digest == digest_of_all; });
    std::optional<KeptSession> all;
    if (found != rows.end()) {
        all = *found;
        rows.erase(found);
    }
    CheckedSessions checked;
    if (!key || rows.empty()) {
        checked.sound = std::move(rows);
        return checked;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].seal == seal_of(rows[i], *key)) continue;
        if (checked.altered++ == 0) checked.first_altered = i + 1;
    }
    if (all && checked.altered == 0) {
        const auto fit = fit_together(store, rows, *all, *key);
        if (const auto* problem = std::get_if<StoreProblem>(&fit)) return *problem;
        if (std::get<bool>(fit)) {
            checked.sound = std::move(rows);
            return checked;
        }
        checked.altered = rows.size();
        checked.first_altered = 1;
    }
    checked.over = std::move(rows);
    return checked;
}

}  // namespace stormkeel
