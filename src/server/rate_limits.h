// How many calls a second one caller may make.
#pragma once

#include <map>
#include <string>

#include "core/time.h"
#include "server/permissions.h"

namespace stormkeel {

// Calls a second. 0: as many as they like.
struct CallRates {
    double of_a_feed = 20'000;     // with a token of its own; a nation under watch is 12,000 facts a second
    double of_a_cds_client = 100;  // by its own issuer, or with a token for them alone
    double of_a_person = 50;       // a screen on the wall, or who measures
};

// The rate of who calls with this role.
double rate_of(Role role, bool is_cds_client, const CallRates& rates);

class RateLimits {
public:
    // Whether this call is within so many a second. What is saved up for a burst is what two seconds allow.
    bool take(const std::string& name, double calls_a_second, Instant now);

    // The same by the usual rates.
    bool take(const std::string& name, Role role, Instant now) { return take(name, rate_of(role, false, {}), now); }

private:
    struct Saved {
        double calls = 0;
        Instant at;
    };
    std::map<std::string, Saved> saved_;  // one a caller, of whom there are as many as accounts and issuers
};

}  // namespace stormkeel
