// How many calls a second one caller may make.
#pragma once

#include <map>
#include <string>

#include "core/time.h"
#include "server/permissions.h"

namespace stormkeel {

class RateLimits {
public:
    // Whether this call is within the limit of its caller: 50 a second for a person, a kiosk or a monitor. What is
    // saved up for a burst is what two seconds allow. A feed has no limit: it waits for its answers, and no fact of it
    // is dropped.
    bool take(const std::string& name, Role role, Instant now);

private:
    struct Saved {
        double calls = 0;
        Instant at;
    };
    std::map<std::string, Saved> saved_;  // one a caller, of whom there are as many as accounts
};

}  // namespace stormkeel
