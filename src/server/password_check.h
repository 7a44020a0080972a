// Asks a person who is signed in for their password once more, before what a stranger at their screen must not do.
#pragma once

#include <functional>
#include <string>

#include "server/served_ward.h"

namespace stormkeel {

struct PasswordCheck {
    std::string name;       // of the account
    std::string present;    // the password as it was written
    std::string new_one{};  // a new password to be hashed meanwhile; empty: none
};

// `then` is told the account and the hash of the new password once the present one is right. A wrong one is answered
// with 403, stands in the audit and counts as a failed sign-in.
using AfterPasswordCheck = std::function<void(const Account& account, const std::string& hash)>;
void check_own_password(ServedWard& served, const PasswordCheck& check, const AfterPasswordCheck& then,
                        const HttpApplication::Answer& answer);

}  // namespace stormkeel
