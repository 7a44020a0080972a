// Which account somebody has whom a provider vouches for, and which role.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/oidc_provider.h"
#include "storage/store.h"

namespace stormkeel {

// The account a person signs in to. `changed` says that it is to be kept first: it is new, or has another role.
struct AccountFound {
    Account account;
    bool changed = false;
};

// Why somebody who is who they say may not sign in.
enum class NoAccount : std::uint8_t {
    unknown,            // they have none, and none is made for them; or an administrator closed it
    no_role,            // what is said of them gives none of our roles, or more than one
    last_administrator  // their role is another now, and nobody else could administer
};

std::variant<AccountFound, NoAccount> account_for(const ProvenPerson& person, const ProviderRoles& roles,
                                                  const std::vector<Account>& accounts, Instant now);

// The one role that the claims give; nothing when they give none or more.
std::optional<Role> role_in(Json claims, const ProviderRoles& roles);

// The open account of this subject.
const Account* account_of_subject(const std::vector<Account>& accounts, std::string_view subject);

// What somebody wrote for Account::subject: the sub of this issuer, or an issuer, a blank and a sub. Empty when it is
// neither.
std::string subject_written(std::string_view text, std::string_view issuer);

// Why an account of this name may not have the subject; empty when it may.
std::string why_no_subject(const std::vector<Account>& accounts, const std::string& name, std::string_view subject);

}  // namespace stormkeel
