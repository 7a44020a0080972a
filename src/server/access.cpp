// Compares digests of tokens, never tokens.
#include "server/access.h"

#include <algorithm>

#include "server/secrets.h"
#include "server/sign_ins.h"
#include "storage/digest.h"

namespace stormkeel {

const Account* machine_with(const std::vector<Account>& accounts, std::string_view token) {
    const std::string digest = digest_of({token});
    // What the time of comparing could betray are the first characters of a digest, and no token follows from them.
    for (const Account& account : accounts) {
        if (account.credential == digest && machine_role_named(account.role)) return &account;
    }
    return nullptr;
}

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    const auto in_lower_case = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    const bool bears = std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                                  authorization.begin() + std::min(scheme.size(), authorization.size()),
                                  [&](char wanted, char came) { return wanted == in_lower_case(came); });
    return bears ? std::optional(authorization.substr(scheme.size())) : std::nullopt;
}

std::optional<Caller> caller_of(const HttpRequest& request, const std::vector<Account>& accounts) {
    const std::string_view authorization = request.field("authorization");
    if (authorization.empty()) {
        if (const std::string_view token = kiosk_token(request); !token.empty()) {
            const Account* screen = machine_with(accounts, token);
            if (screen == nullptr || screen->role != name_of(Role::kiosk)) return std::nullopt;
            return Caller{screen->name, Role::kiosk, screen->units};
        }
        if (request.demonstration) return Caller{"demonstration", Role::demonstration};
        return request.local ? Caller{"operator", Role::operator_} : Caller{"anyone", Role::anyone};
    }
    const auto token = bearer_token(authorization);
    if (!token) return std::nullopt;
    const Account* machine = machine_with(accounts, *token);
    if (machine == nullptr) return std::nullopt;
    return Caller{machine->name, *machine_role_named(machine->role), machine->units};
}

Acting acting_of(const Caller& caller, const HttpRequest& request) {
    constexpr std::size_t digits_of_a_digest = 32;
    Acting acting;
    acting.role = name_of(caller.role);
    if (is_person(caller.role)) acting.session = digest_of({session_secret(request)}).substr(0, digits_of_a_digest);
    return acting;
}

NewToken new_token(const std::string& name, Role role, Instant now) {
    constexpr std::size_t token_bytes = 32;
    std::string token = hexadecimal(random_bytes(token_bytes));
    std::string digest = digest_of({token});
    return {std::move(token), {name, std::string(name_of(role)), std::move(digest), now}};
}

bool has_token(const std::vector<Account>& accounts, std::string_view name) {
    return std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
        return account.name == name && machine_role_named(account.role) && !account.credential.empty();
    });
}

std::string replaced_token(const std::string& name) {
    return "the token of " + name + " that was there opens nothing any more; whatever uses it is refused from now on";
}

bool is_account_name(std::string_view name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    return !name.empty() && name.size() <= 64 && name.find_first_not_of(letters) == std::string_view::npos;
}

bool names_loopback(std::string_view host) {
    const bool bracketed = host.starts_with('[');
    const std::string_view name = bracketed ? host.substr(0, host.find(']') + 1) : host.substr(0, host.rfind(':'));
    return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

}  // namespace stormkeel
