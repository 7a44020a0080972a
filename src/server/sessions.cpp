// Sessions by the digest of their secret, so that a picture of the memory opens nothing.
#include "server/sessions.h"

#include <algorithm>

#include "server/secrets.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr Duration longest_rest = minutes(15);
constexpr Duration longest = hours(12);
constexpr Duration slack_of_the_clock = minutes(1);
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t of_one_person = 8;

std::string digest_of_account(const Account& account) { return digest_of({account.credential, account.role}); }

bool is_over(const Session& session, Instant now) {
    return now - session.last_used >= longest_rest || now - session.begun >= longest ||
           session.last_used - now > slack_of_the_clock;
}

}  // namespace

const Account* person_named(const std::vector<Account>& accounts, std::string_view name) {
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const Account& account) {
        return account.name == name && !account.credential.empty() && person_role_named(account.role);
    });
    return found == accounts.end() ? nullptr : &*found;
}

std::string Sessions::begin(const Account& account, Instant now) {
    std::erase_if(sessions_, [&](const auto& each) { return is_over(each.second, now); });
    // Who signs in ever again holds the last few sessions, and no more.
    std::size_t count = 0;
    auto oldest = sessions_.end();
    for (auto each = sessions_.begin(); each != sessions_.end(); ++each) {
        if (each->second.name != account.name) continue;
        ++count;
        if (oldest == sessions_.end() || each->second.begun < oldest->second.begun) oldest = each;
    }
    if (count >= of_one_person) sessions_.erase(oldest);
    std::string secret = hexadecimal(random_bytes(secret_bytes));
    sessions_[digest_of({secret})] = {account.name,
                                      person_role_named(account.role).value_or(Role::anyone),
                                      hexadecimal(random_bytes(secret_bytes)),
                                      now,
                                      now,
                                      digest_of_account(account)};
    return secret;
}

const Session* Sessions::find(std::string_view secret, const std::vector<Account>& accounts, Instant now, bool used) {
    if (secret.empty()) return nullptr;
    const auto found = sessions_.find(digest_of({secret}));
    if (found == sessions_.end()) return nullptr;
    Session& session = found->second;
    const Account* account = person_named(accounts, session.name);
    if (account == nullptr || digest_of_account(*account) != session.account || is_over(session, now)) {
        sessions_.erase(found);
        return nullptr;
    }
    if (used) session.last_used = now;
    return &session;
}

void Sessions::end(std::string_view secret) { sessions_.erase(digest_of({secret})); }

}  // namespace stormkeel
