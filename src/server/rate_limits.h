// How many calls a second one caller may make.
#pragma once

#include <map>
#include <string>

#include "core/time.h"
#include "server/permissions.h"

namespace stormkeel {

class RateLimits {
public:
    // Whether this call is within the limit of its caller: 50 a second for a person or a kiosk, 500 for a feed, 100 of
    // them CDS Hooks. What is saved up for a burst is what two seconds allow.
    bool take(const std::string& name, Role role, Permission permission, Instant now);

private:
    struct Saved {
        double calls = 0;
        Instant at;
    };
    std::map<std::string, Saved> saved_;  // one a caller, of whom there are as many as accounts
};

}  // namespace stormkeel
