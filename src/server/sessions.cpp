// Sessions by the digest of their secret, so that a picture of the memory or of the disk opens nothing.
#include "server/sessions.h"

#include <algorithm>

#include "server/secrets.h"
#include "storage/digest.h"
#include "storage/session_seal.h"

namespace stormkeel {

namespace {

constexpr Duration longest_session = hours(12);
constexpr Duration slack_of_the_clock = minutes(1);
constexpr Duration between_kept_uses = minutes(1);
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t of_one_person = 8;

// Factors change with each use of one; what an administrator does to them counts by its time.
std::string digest_of_account(const Account& account) {
    return digest_of({account.credential, account.role, account.subject, account.units,
                      std::to_string(account.changed_at.microseconds)});
}

bool is_over(const Session& session, Instant now) {
    return now - session.begun >= longest_session || session.last_used - now > slack_of_the_clock;
}

bool is_over(const Session& session, const Account* account, Instant now) {
    return account == nullptr || digest_of_account(*account) != session.account || is_over(session, now);
}

// The digest that is kept tells nothing of it.
std::string csrf_token_of(std::string_view secret) { return digest_of({"csrf token of", secret}); }

}  // namespace

const Account* person_named(const std::vector<Account>& accounts, std::string_view name) {
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const Account& account) {
        return account.name == name && !account.credential.empty() && person_role_named(account.role);
    });
    return found == accounts.end() ? nullptr : &*found;
}

Duration Sessions::longest() { return longest_session; }

Stored<std::size_t> Sessions::open_from(Store& store) {
    const auto read = checked_sessions(store, key_);
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    const auto& checked = std::get<CheckedSessions>(read);
    open(checked.sound);
    for (const KeptSession& each : checked.over) {
        Session& over = ended_[each.digest];
        over.name = each.name;
        over.begun = each.begun;
        over.last_used = each.last_used;
    }
    return checked.altered;
}

void Sessions::open(const std::vector<KeptSession>& kept) {
    for (const KeptSession& each : kept) {
        Session& session = sessions_[each.digest];
        session.name = each.name;
        session.begun = each.begun;
        session.last_used = each.last_used;
        session.account = each.account;
        session.kept_use = each.last_used;
    }
}

std::string Sessions::begin(const Account& account, Instant now) {
    // Who signs in ever again holds the few sessions that were used last, and no more.
    std::size_t count = 0;
    auto oldest = sessions_.end();
    for (auto each = sessions_.begin(); each != sessions_.end();) {
        if (is_over(each->second, now)) {
            each = erase(each);
            continue;
        }
        if (each->second.name == account.name) {
            ++count;
            if (oldest == sessions_.end() || each->second.last_used < oldest->second.last_used) oldest = each;
        }
        ++each;
    }
    if (count >= of_one_person) erase(oldest);
    std::string secret = hexadecimal(random_bytes(secret_bytes));
    Session& session = sessions_[digest_of({secret})];
    session.name = account.name;
    session.begun = now;
    session.last_used = now;
    session.account = digest_of_account(account);
    return secret;
}

const Session* Sessions::find(std::string_view secret, const std::vector<Account>& accounts, Instant now, bool used) {
    if (secret.empty()) return nullptr;
    const auto found = sessions_.find(digest_of({secret}));
    if (found == sessions_.end()) return nullptr;
    Session& session = found->second;
    const Account* account = person_named(accounts, session.name);
    if (is_over(session, account, now)) {
        erase(found);
        return nullptr;
    }
    session.role = person_role_named(account->role).value_or(Role::anyone);
    if (session.csrf_token.empty()) session.csrf_token = csrf_token_of(secret);
    // A clock that is set back a little does not open it again.
    session.locked = session.locked || now - session.last_used >= longest_rest_;
    if (used && !session.locked) session.last_used = now;
    return &session;
}

bool Sessions::unlock(std::string_view secret, Instant now) {
    const auto found = sessions_.find(digest_of({secret}));
    if (found == sessions_.end()) return false;
    found->second.locked = false;
    found->second.last_used = now;
    return true;
}

void Sessions::end(std::string_view secret) {
    if (const auto found = sessions_.find(digest_of({secret})); found != sessions_.end()) erase(found);
}

void Sessions::end_those_over(const std::vector<Account>& accounts, Instant now) {
    for (auto each = sessions_.begin(); each != sessions_.end();) {
        const Session& session = each->second;
        each = is_over(session, person_named(accounts, session.name), now) ? erase(each) : std::next(each);
    }
}

Sessions::ByDigest::iterator Sessions::erase(ByDigest::iterator ended) {
    ended_.insert(*ended);
    return sessions_.erase(ended);
}

bool Sessions::has(std::string_view name) const {
    return std::any_of(sessions_.begin(), sessions_.end(), [&](const auto& each) { return each.second.name == name; });
}

// All that the store knows, as it knows it.
std::vector<KeptSession> Sessions::as_kept() const {
    std::vector<KeptSession> all;
    for (const auto& [digest, session] : sessions_) {
        if (session.kept_use == never) continue;
        KeptSession kept{digest, session.name, session.account, session.begun, session.kept_use};
        if (key_) kept.seal = seal_of(kept, *key_);
        all.push_back(std::move(kept));
    }
    return all;
}

std::vector<KeptSession> Sessions::take_changes(Uses uses, std::uint64_t audited) {
    std::vector<KeptSession> changes;
    for (const auto& [digest, session] : ended_) {
        changes.push_back({digest, session.name, session.account, session.begun, session.last_used, true});
    }
    ended_.clear();
    for (auto& [digest, session] : sessions_) {
        if (session.kept_use == session.last_used) continue;
        const bool due = session.last_used - session.kept_use >= between_kept_uses;
        if (!due && uses == Uses::to_the_minute) continue;
        session.kept_use = session.last_used;
        KeptSession kept{digest, session.name, session.account, session.begun, session.last_used};
        if (key_) kept.seal = seal_of(kept, *key_);
        changes.push_back(std::move(kept));
    }
    if (key_ && !changes.empty()) changes.push_back(sealed_together(as_kept(), audited, *key_));
    return changes;
}

}  // namespace stormkeel
