// Who calls, and what they may do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"
#include "storage/store.h"

namespace stormkeel {

// `anyone` needs no sign-in; `operator_` is the machine's own account through the socket in the data folder;
// `demonstration` is whoever calls a demonstration ward.
enum class Role : std::uint8_t { anyone, integration, kiosk, operator_, demonstration };
std::string_view name_of(Role role);
std::optional<Role> machine_role_named(std::string_view name);  // integration or kiosk: those a token can have

struct Caller {
    std::string name;
    Role role = Role::anyone;
};

// The caller of a request: by its token, else by the socket it came through, else anyone. Nothing when it brings a
// token that opens nothing.
std::optional<Caller> caller_of(const HttpRequest& request, const std::vector<Account>& accounts);

// A new token of 256 random bits, and the account that keeps its digest alone.
struct NewToken {
    std::string token;
    Account account;
};
NewToken new_token(const std::string& name, Role role, Instant now);

// A name of an account: 1 to 64 letters, digits, dots, hyphens and underscores.
bool is_account_name(std::string_view name);

// Whether a browser was led here by a name that is not ours: a request to a loopback address has to name one.
bool names_loopback(std::string_view host);

}  // namespace stormkeel
