// Compares digests of tokens, never tokens.
#include "server/access.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "storage/digest.h"

namespace stormkeel {

namespace {

constexpr std::array<std::string_view, 5> names{"anyone", "integration", "kiosk", "operator", "demonstration"};

bool same_secret(const std::string& a, const std::string& b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string_view name_of(Role role) { return names.at(static_cast<std::size_t>(role)); }

std::optional<Role> machine_role_named(std::string_view name) {
    if (name == name_of(Role::integration)) return Role::integration;
    if (name == name_of(Role::kiosk)) return Role::kiosk;
    return std::nullopt;
}

std::optional<Caller> caller_of(const HttpRequest& request, const std::vector<Account>& accounts) {
    const std::string_view authorization = request.field("authorization");
    if (authorization.empty()) {
        if (request.demonstration) return Caller{"demonstration", Role::demonstration};
        return request.local ? Caller{"operator", Role::operator_} : Caller{"anyone", Role::anyone};
    }
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return std::nullopt;
    const std::string digest = digest_of({authorization.substr(scheme.size())});
    std::optional<Caller> found;
    for (const Account& account : accounts) {
        const auto role = machine_role_named(account.role);
        if (role && same_secret(account.credential, digest)) found = Caller{account.name, *role};
    }
    return found;
}

NewToken new_token(const std::string& name, Role role, Instant now) {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("OpenSSL has no random numbers");
    }
    std::string token;
    for (const unsigned char byte : bytes) {
        constexpr std::string_view digits = "0123456789abcdef";
        token += digits[byte >> 4U];
        token += digits[byte & 15U];
    }
    return {token, {name, std::string(name_of(role)), digest_of({token}), now}};
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
