// An account of a person and its second factors, as calls read and keep them.
#pragma once

#include <optional>
#include <string>

#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

// The account of a caller that passed the gate with Permission::keep_own_account.
const Account& own_account(const ServedWard& served, const RoutedRequest& request);

std::string new_factor_id();

// What was done to the factors, for the audit.
struct FactorAct {
    std::string action;  // "factor add"
    std::string what;    // "authenticator app"
    std::string by{};    // who did it; empty: the person
};

// Nothing when the account is kept with these factors; else the refusal.
std::optional<HttpResponse> keep_factors(ServedWard& served, Account account, const Factors& factors,
                                         const FactorAct& act);

}  // namespace stormkeel
