// The second step of a sign-in: what is asked for once the password is right, and a ticket to answer it with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/served_ward.h"

namespace stormkeel {

// Begins the session when the account has no second factor; else 401 with the ticket, the kinds of factors that the
// account has, and what a browser needs to ask a passkey. `party`: whose passkeys work where this was asked.
HttpResponse let_in(ServedWard& served, const NewSession& wanted, const std::optional<RelyingParty>& party);

// POST /session/second-factor with {"ticket","code"} or {"ticket","assertion"}.
HttpResponse take_second_step(ServedWard& served, const std::string& body);

}  // namespace stormkeel
