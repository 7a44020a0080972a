// What an account is asked for beside its password: authenticator apps, passkeys, and recovery codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/permissions.h"
#include "server/webauthn.h"
#include "storage/store.h"

namespace stormkeel {

// How the operator wants it.
struct SecondFactorRule {
    std::vector<Role> required{};  // who of these has none may do nothing but add one
    std::string origin{};          // of the pages that passkeys are made for; empty: http://localhost alone
};

struct AuthenticatorApp {
    std::string id;
    std::string name;
    Instant added;
    std::string key;         // bytes
    std::uint64_t used = 0;  // the last time step whose code was taken
};

struct Passkey {
    std::string id;
    std::string name;
    Instant added;
    std::string credential;  // bytes
    PasskeyKey key;
    std::string party;  // the RP ID it was made for
};

struct Factors {
    std::vector<AuthenticatorApp> apps;
    std::vector<Passkey> passkeys;
    std::vector<std::string> recovery;  // digests of the recovery codes that are left
    std::string pin{};                  // its hash, as of a password; for a screen on the wall alone
    std::string badge{};                // its digest; stands there for the name
    bool unreadable = false;            // the text is none of ours: a factor is asked for, and nothing fits

    std::size_t count() const { return apps.size() + passkeys.size(); }
    bool any() const { return count() > 0 || unreadable; }
};

// Account.factors and back; empty when there is none.
Factors factors_of(const Account& account);
std::string to_json(const Factors& factors);

// Takes out the app or the passkey of this id; with the last one go the recovery codes. False when there is none.
bool remove_factor(Factors& factors, std::string_view id);

// Eight codes of 80 random bits, for one use each: to be shown once, and kept as digests.
std::vector<std::string> new_recovery_codes(Factors& factors);

// What was taken, and how the factors stand from here on.
struct FactorsPassed {
    std::string by;  // "authenticator app", "passkey", "recovery code"
    Factors factors;
};
// The clock may be ahead of the true time by as much as `doubt`: codes of both times count.
struct CodeTime {
    Instant now;
    Duration doubt{};
};
std::optional<FactorsPassed> pass_by_code(const Factors& factors, std::string_view code, const CodeTime& at);
std::optional<FactorsPassed> pass_by_assertion(const Factors& factors, const Assertion& made, const Ceremony& asked);

// Whether this account has a password here; others sign in at the hospital, which asks for a second factor itself.
bool has_password(const Account& account);

// Whether a rule asks this account for a factor that it has not.
bool lacks_second_factor(const Account& account, const SecondFactorRule& rule);

// How many characters a new password of this role has at least: 8 beside a second factor that is required, else 15.
std::size_t fewest_password_characters(std::string_view role, const SecondFactorRule& rule);

}  // namespace stormkeel
