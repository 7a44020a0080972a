// Who is signed in. Held in memory alone: a restart signs everybody out.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/permissions.h"
#include "storage/store.h"

namespace stormkeel {

struct Session {
    std::string name;
    Role role = Role::anyone;
    std::string csrf_token;  // 256 random bits; a page sends it with every change
    Instant begun;
    Instant last_used;
    std::string account;  // a digest of the account as it was: another one ends the session
};

class Sessions {
public:
    // A new session of this account; returns its secret of 256 random bits, of which only a digest is held.
    std::string begin(const Account& account, Instant now);

    // Ends with 15 minutes of rest, after 12 hours, with the account's change or removal, and when the clock was set
    // back by more than a minute. `used`: whether a person did something, and not their page by itself.
    const Session* find(std::string_view secret, const std::vector<Account>& accounts, Instant now, bool used);

    void end(std::string_view secret);

private:
    std::map<std::string, Session, std::less<>> sessions_;  // by the digest of the secret
};

// A person's account by its name; nothing for one that is closed or a machine's.
const Account* person_named(const std::vector<Account>& accounts, std::string_view name);

}  // namespace stormkeel
