// A PIN is hashed as a password is, and kept with the account's second factors.
#include "server/pins.h"

#include <algorithm>

#include "server/own_account.h"
#include "server/password_check.h"
#include "server/secrets.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

using PinAnswer = HttpApplication::Answer;

constexpr std::size_t fewest_digits = 6;
constexpr std::size_t most_digits = 12;

bool is_run(std::string_view pin, int step) {
    for (std::size_t i = 1; i < pin.size(); ++i) {
        if ((pin[i] - pin[i - 1] - step) % 10 != 0) return false;
    }
    return true;
}

// "000000", "121212", "123123".
bool is_repeat(std::string_view pin) {
    for (std::size_t length = 1; length <= pin.size() / 2; ++length) {
        if (pin.size() % length == 0 && pin.substr(length) == pin.substr(0, pin.size() - length)) return true;
    }
    return false;
}

// Takes the password, and keeps the account with what `change` makes of its factors and the hash.
void change_pin(ServedWard& served, const PasswordCheck& check, const FactorAct& act, const PinAnswer& answer) {
    const bool sets = !check.new_one.empty();
    const auto then = [&served, act, sets, answer](const Account& account, const std::string& hash) {
        if (sets && hash.empty()) return answer(error_response(503, "there is no memory to keep a PIN"));
        Factors factors = factors_of(account);
        if (factors.unreadable) {
            return answer(error_response(409,
                                         "what is kept of the second factors cannot be read; an administrator "
                                         "resets them"));
        }
        factors.pin = hash;
        if (auto refusal = keep_factors(served, account, factors, act)) return answer(*refusal);
        served.sign_ins.tries.forget("pin " + account.name);
        answer(json_response(R"({"status":"ok"})"));
    };
    check_own_password(served, check, then, answer);
}

void set_pin(ServedWard& served, const RoutedRequest& request, const PinAnswer& answer) {
    const auto texts = texts_in(request.http.body, {"password", "pin"});
    if (!texts) return answer(error_response(400, R"(a PIN takes {"password": "...", "pin": "6 to 12 digits"})"));
    if (!may(request.caller.role, Permission::acknowledge)) {
        return answer(error_response(409, "a PIN is for who answers alerts, and this role does not"));
    }
    if (const std::string why = why_no_pin(texts->back()); !why.empty()) return answer(error_response(400, why));
    change_pin(served, {request.caller.name, texts->front(), texts->back()}, {"factor add", "PIN"}, answer);
}

void remove_pin(ServedWard& served, const RoutedRequest& request, const PinAnswer& answer) {
    const auto texts = texts_in(request.http.body, {"password"});
    if (!texts) return answer(error_response(400, R"(to remove the PIN takes {"password": "..."})"));
    if (factors_of(own_account(served, request)).pin.empty()) {
        return answer(error_response(409, "this account has no PIN"));
    }
    change_pin(served, {request.caller.name, texts->front(), {}}, {"factor remove", "PIN"}, answer);
}

void keep_badge(ServedWard& served, const RoutedRequest& request, const std::string& digest, const PinAnswer& answer) {
    const Account* account = person_named(served.accounts, request.parts.at("name"));
    if (account == nullptr) return answer(error_response(404, "there is no such user"));
    Factors factors = factors_of(*account);
    if (factors.unreadable) return answer(error_response(409, "their second factors cannot be read; reset them"));
    factors.badge = digest;
    const FactorAct act{digest.empty() ? "factor remove" : "factor add", "badge", request.caller.name};
    if (auto refusal = keep_factors(served, *account, factors, act)) return answer(*refusal);
    answer(json_response(R"({"status":"ok"})"));
}

void set_badge(ServedWard& served, const RoutedRequest& request, const PinAnswer& answer) {
    const auto texts = texts_in(request.http.body, {"badge"});
    if (!texts) return answer(error_response(400, R"(a badge takes {"badge": "its number"})"));
    if (const std::string why = why_no_badge(texts->front()); !why.empty()) return answer(error_response(400, why));
    const Account* holder = person_with_badge(served.accounts, texts->front());
    if (holder != nullptr && holder->name != request.parts.at("name")) {
        return answer(error_response(409, "this badge is that of " + holder->name + "; remove it there first"));
    }
    keep_badge(served, request, badge_digest(texts->front()), answer);
}

void remove_badge(ServedWard& served, const RoutedRequest& request, const PinAnswer& answer) {
    keep_badge(served, request, {}, answer);
}

}  // namespace

std::string why_no_pin(std::string_view pin) {
    const bool digits = pin.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits || pin.size() < fewest_digits || pin.size() > most_digits) return "a PIN has 6 to 12 digits";
    if (is_run(pin, 1) || is_run(pin, -1) || is_repeat(pin)) {
        return "this PIN is a run or a repeat, which is tried first; take other digits";
    }
    return {};
}

std::string why_no_badge(std::string_view badge) {
    constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    const bool right =
        badge.size() >= 4 && badge.size() <= 64 && badge.find_first_not_of(characters) == std::string_view::npos;
    return right ? std::string() : "a badge's number has 4 to 64 letters, digits and hyphens";
}

std::string badge_digest(std::string_view badge) { return digest_of({"badge", badge}); }

const Account* person_with_badge(const std::vector<Account>& accounts, std::string_view badge) {
    const std::string digest = badge_digest(badge);
    for (const Account& account : accounts) {
        if (account.factors.empty() || person_named(accounts, account.name) != &account) continue;
        if (same_secret(factors_of(account).badge, digest)) return &account;
    }
    return nullptr;
}

std::vector<Route> pin_calls(ServedWard& served) {
    const auto with = [&served](auto run) {
        return [&served, run](const RoutedRequest& request, const PinAnswer& answer) { run(served, request, answer); };
    };
    const Permission own = Permission::keep_own_account;
    return {{"POST", "/api/account/pin", own, with(set_pin)},
            {"POST", "/api/account/pin/remove", own, with(remove_pin)},
            {"POST", "/api/users/{name}/badge", Permission::administer, with(set_badge)},
            {"DELETE", "/api/users/{name}/badge", Permission::administer, with(remove_badge)}};
}

}  // namespace stormkeel
