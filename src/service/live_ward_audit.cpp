// What the ward keeps in its audit beside answers to alerts, and what it reads there at a start.
#include "service/kept_tables.h"
#include "service/live_ward.h"
#include "storage/pruned_events.h"

namespace stormkeel {

namespace {

constexpr std::string_view feedback_action = "cds feedback ";

std::string audit_object(const CdsFeedback& one) {
    std::string text = one.key + " card " + one.card;
    if (!one.reason_code.empty()) text += " reason " + one.reason_code;
    return text;
}

}  // namespace

Batch account_batch(const Account& account, AuditEntry act) {
    Batch batch;
    batch.accounts.push_back(account);
    batch.audit.push_back(std::move(act));
    return batch;
}

Batch account_batch(const Account& account, const std::string& by, Instant now) {
    return account_batch(account, {0, now, by, account.credential.empty() ? "account close" : "account open",
                                   account.role + ' ' + account.name});
}

Stored<Done> LiveWard::keep_feedback(std::span<const CdsFeedback> feedback, const std::string& by, Instant now) {
    Batch batch;
    std::set<std::string, std::less<>> keys;
    for (const CdsFeedback& one : feedback) {
        if (feedback_.contains(one.key) || !keys.insert(one.key).second) continue;
        batch.audit.push_back(
            {0, now, by, std::string(feedback_action) + std::string(name_of(one.outcome)), audit_object(one)});
    }
    if (batch.audit.empty()) return Done{};
    auto kept = commit(std::move(batch));
    if (std::holds_alternative<Done>(kept)) feedback_.merge(keys);
    return kept;
}

std::optional<StoreProblem> LiveWard::read_audit() {
    for (std::uint64_t last = 0;;) {
        const auto read = store_.audit_after(last, 1000);
        if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
        const auto& entries = std::get<std::vector<AuditEntry>>(read);
        if (entries.empty()) return std::nullopt;
        for (const AuditEntry& entry : entries) {
            if (entry.action.starts_with(feedback_action))
                feedback_.insert(entry.object.substr(0, entry.object.find(' ')));
            left_.read(entry);
            if (entry.action == KeptTables::action) {
                // Who goes on would count anew to where they were, and hide it.
                if (const std::string gone = missing_in(entry, last_); !gone.empty()) {
                    return StoreProblem{StoreProblem::Kind::damaged, gone + "; restore the last backup"};
                }
                tables_ = entry.object;
                tables_told_ = entry.at;
            }
        }
        last = entries.back().number;
    }
}

void LiveWard::note_wrong_patient(const std::vector<std::string>& told, const Assessment& of, Batch& batch) const {
    for (const std::string& each : told) {
        batch.audit.push_back(
            {0, of.as_of, "ward", "wrong patient", "patient " + pseudonyms_.of(of.patient) + ' ' + each});
    }
}

std::optional<StoreProblem> LiveWard::read_accounts() {
    const auto read = store_.accounts();
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    for (const Account& account : std::get<std::vector<Account>>(read)) {
        account_versions_[account.name] = version_of(account);
    }
    return std::nullopt;
}

// In one place for whatever is kept.
void LiveWard::complete_audit(Batch& batch) const {
    if (batch.audit.empty()) return;
    const Acting acting = acting_ ? acting_() : Acting{};
    for (AuditEntry& entry : batch.audit) {
        const ActedBy by{knowledge_.version, knowledge_.guideline.at(entry.at).fingerprint};
        entry.context = audit_context(entry, acting, by);
    }
}

Stored<Done> LiveWard::keep_account(const Account& account, const std::string& by, Instant now) {
    Batch batch = account_batch(account, by, now);
    const auto before = account_versions_.find(account.name);
    batch.audit.front().context = changed_object(
        before == account_versions_.end() ? std::string_view() : std::string_view(before->second), version_of(account));
    disown_of_closed(account, now, batch);
    return commit_disowning(std::move(batch));
}

// Also what they acknowledged at a screen on the wall, without a session.
void LiveWard::disown_of_closed(const Account& account, Instant now, Batch& batch) const {
    if (account.credential.empty())
        disown({account.name, "the account of " + account.name + " was closed", now}, now, batch);
}

Stored<Done> LiveWard::keep_account(const Account& account, AuditEntry act) {
    const Instant now = act.at;
    Batch batch = account_batch(account, std::move(act));
    disown_of_closed(account, now, batch);
    return commit_disowning(std::move(batch));
}

Stored<Done> LiveWard::tell_tables(Instant now, Duration at_least) {
    if (tables_told_ == never) tables_told_ = now;
    std::string tables = tables_object(last_);
    if (tables == tables_ || (now >= tables_told_ && now - tables_told_ < at_least)) return Done{};
    auto kept = keep_audit({0, now, "stormkeel", std::string(KeptTables::action), tables});
    if (std::holds_alternative<StoreProblem>(kept)) return kept;
    tables_ = std::move(tables);
    tables_told_ = now;
    return kept;
}

Stored<Done> LiveWard::prune_events(std::uint64_t kept, Instant now) {
    constexpr std::uint64_t at_once = 1000;
    if (kept == 0 || last_.event < pruned_ + kept + at_once) return Done{};
    const std::uint64_t up_to = pruned_ + at_once;
    auto hash = store_.hash_of_event(up_to);
    if (const auto* problem = std::get_if<StoreProblem>(&hash)) return *problem;
    Batch batch;
    batch.prune_events_to = up_to;
    batch.audit.push_back({0, now, "stormkeel", std::string(PrunedEvents::action),
                           to_text(PrunedEvents{up_to, std::get<std::string>(std::move(hash))})});
    auto done = commit(std::move(batch));
    if (std::holds_alternative<Done>(done)) pruned_ = up_to;
    return done;
}

}  // namespace stormkeel
