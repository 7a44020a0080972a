// Accounts of people, as the program and the ward that runs make them alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/password.h"
#include "storage/store.h"

namespace stormkeel {

// The credential of who signs in elsewhere and has no password here: none fits it.
inline constexpr std::string_view no_password = "no password";

// What is wrong with a person's new or changed account, and what would be right; empty when it may be made.
std::string why_no_new_person(const std::vector<Account>& accounts, const std::string& name,
                              const std::string& password, std::size_t fewest = fewest_characters);
std::string why_no_persons_name(const std::vector<Account>& accounts, const std::string& name);
std::string why_no_role(const std::string& role);

// The open account of a person of this name as it is, or a new one of that name: who changes some of it keeps the rest.
Account account_to_change(const std::vector<Account>& accounts, const std::string& name);

// Binds it to these units, none of them being the whole hospital; without any told to those it has, as far as its role
// is bound at all. Returns what is wrong with them; empty when they are taken.
std::string bind_to_units(Account& account, const std::optional<std::vector<std::string>>& units);

// Why this account must stay an administrator's: there is no other. Empty when there is one, or it is none.
std::string why_not_to_close(const std::vector<Account>& accounts, const std::string& name);

// A machine's token of that name would take the place of a person's account.
bool is_persons_name(const std::vector<Account>& accounts, const std::string& name);

// The accounts of people that are open: [{"name","role","since","units","subject"}]; the subject is null, or issuer and
// sub with a blank between.
std::string people_json(const std::vector<Account>& accounts);

}  // namespace stormkeel
