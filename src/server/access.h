// Who calls: by a token, by the socket in the data folder, or by a session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"
#include "server/permissions.h"
#include "service/audit_context.h"
#include "storage/store.h"

namespace stormkeel {

struct Caller {
    std::string name;
    Role role = Role::anyone;
    std::string units{};   // that bind them, one a line; empty: none does
    std::string issuer{};  // of the token that a CDS client made itself; empty: no such client calls
};

// The token of "Authorization: Bearer TOKEN", whatever the case of its scheme (RFC 9110, 11.1); nothing when the field
// says something else.
std::optional<std::string_view> bearer_token(std::string_view authorization);

// The machine that this token is of, whatever its role; nullptr: it opens nothing.
const Account* machine_with(const std::vector<Account>& accounts, std::string_view token);

// The caller of a request that has a token, in a header or as a screen on the wall in its cookie, else by the socket it
// came through, else anyone. Nothing when it brings a token that opens nothing.
std::optional<Caller> caller_of(const HttpRequest& request, const std::vector<Account>& accounts);

// The same for the audit: their role, and of a person a digest of their session's secret.
Acting acting_of(const Caller& caller, const HttpRequest& request);

// A new token of 256 random bits, and the account that keeps its digest alone.
struct NewToken {
    std::string token;
    Account account;
};
NewToken new_token(const std::string& name, Role role, Instant now);

// Whether a machine has a token of this name, and what is told of one that takes its place.
bool has_token(const std::vector<Account>& accounts, std::string_view name);
std::string replaced_token(const std::string& name);

// A name of an account: 1 to 64 letters, digits, dots, hyphens and underscores.
bool is_account_name(std::string_view name);

// Whether a browser was led here by a name that is not ours: a request to a loopback address has to name one.
bool names_loopback(std::string_view host);

}  // namespace stormkeel
