// What a person proves at a screen on the wall who they are by: a PIN, and a badge that stands for their name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

// What is wrong with a new PIN and what would be right; empty when it is taken: 6 to 12 digits, no run, no repeat.
std::string why_no_pin(std::string_view pin);

// The same of a badge's number, as its reader types it: 4 to 64 letters, digits and hyphens.
std::string why_no_badge(std::string_view badge);

// A badge is kept as this digest, in hexadecimal.
std::string badge_digest(std::string_view badge);

// The open account with this badge; nullptr when nobody has it.
const Account* person_with_badge(const std::vector<Account>& accounts, std::string_view badge);

// A person sets and removes their PIN, and an administrator a person's badge.
std::vector<Route> pin_calls(ServedWard& served);

}  // namespace stormkeel
