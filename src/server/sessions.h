// Who is signed in. The store holds the same, with uses up to a minute older, so that a start signs nobody out.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/permissions.h"
#include "storage/pseudonyms.h"
#include "storage/store.h"

namespace stormkeel {

struct Session {
    std::string name;
    Role role = Role::anyone;
    std::string csrf_token;  // 256 bits derived from the secret; a page sends it with every change
    Instant begun;
    Instant last_used;
    std::string account;      // a digest of the account as it was: another one ends the session
    Instant kept_use{never};  // the use that the store knows of; `never`: it knows nothing of the session
    bool locked = false;      // nobody did anything for so long that the password is asked for again
};

class Sessions {
public:
    // Each is kept with its seal, and all of them with one; what does not fit is nobody's. Without this none is looked
    // at.
    void seal_by(Pseudonyms key) { key_ = std::move(key); }

    // Those that the store holds; the rules below are asked when one is used. How many were altered or put back: then
    // all are ended.
    Stored<std::size_t> open_from(Store& store);
    void open(const std::vector<KeptSession>& kept);

    // A new session of this account; returns its secret of 256 random bits, of which only a digest is held.
    std::string begin(const Account& account, Instant now);

    // How long a person may do nothing until their session is locked.
    void lock_after(Duration rest) { longest_rest_ = rest; }

    static Duration longest();  // that one lasts: 12 hours

    // Ends after 12 hours, with the account's change or removal, and when the clock was set back by more than a minute.
    // `used`: whether a person did something, and not their page by itself; of a locked one it is not.
    const Session* find(std::string_view secret, const std::vector<Account>& accounts, Instant now, bool used);

    // The person is there again; false when there is no such session.
    bool unlock(std::string_view secret, Instant now);

    void end(std::string_view secret);

    // Ends those that are over, though nobody asks for them.
    void end_those_over(const std::vector<Account>& accounts, Instant now);

    // What the store does not know yet, and will when the caller has kept it. A use is kept when it is younger by a
    // minute than the one that is there, or `to_end`: nothing follows. `audited`: the last row of the audit that tells
    // of them.
    enum class Uses : std::uint8_t { to_the_minute, to_end };
    std::vector<KeptSession> take_changes(Uses uses, std::uint64_t audited = 0);

    // Whether somebody of this name is signed in anywhere.
    bool has(std::string_view name) const;

private:
    using ByDigest = std::map<std::string, Session, std::less<>>;  // of the secret
    ByDigest::iterator erase(ByDigest::iterator ended);
    std::vector<KeptSession> as_kept() const;

    std::optional<Pseudonyms> key_;
    Duration longest_rest_ = minutes(15);
    ByDigest sessions_;
    std::map<std::string, Session> ended_;  // by digest: those the store may still hold
};

// A person's account by its name; nothing for one that is closed or a machine's.
const Account* person_named(const std::vector<Account>& accounts, std::string_view name);

}  // namespace stormkeel
