// Keeps accounts with the act that changed their factors.
#include "server/own_account.h"

#include <stdexcept>

#include "storage/digest.h"

namespace stormkeel {

const Account& own_account(const ServedWard& served, const RoutedRequest& request) {
    const Account* account = person_named(served.accounts, request.caller.name);
    if (account == nullptr) throw std::logic_error("a caller without an account passed the gate");
    return *account;
}

std::string new_factor_id() {
    constexpr std::size_t bytes = 8;
    return hexadecimal(random_bytes(bytes));
}

std::optional<HttpResponse> keep_factors(ServedWard& served, Account account, const Factors& factors,
                                         const FactorAct& act) {
    account.factors = to_json(factors);
    const auto kept =
        served.ward.keep_account(account, {0, served.clock(), act.by.empty() ? account.name : act.by, act.action,
                                           account.role + ' ' + account.name + ", " + act.what});
    if (const auto* problem = std::get_if<StoreProblem>(&kept)) return served.refused(*problem);
    put_account(served.accounts, std::move(account));
    return std::nullopt;
}

}  // namespace stormkeel
