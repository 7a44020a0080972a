// How often a password may be tried: by account and by address, ever more slowly, and never closed for good.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "core/time.h"

namespace stormkeel {

class SignInTries {
public:
    // How long a further try of this account or from this address has to wait; zero: it may be made now. Five may fail
    // within 15 minutes; from the fifth on each pause is twice the one before, from 1 minute to 15.
    Duration wait(const std::string& key, Instant now) const;

    // Counts a try as failed. It is counted before it is known to be right, so that many at once do not pass as one.
    void count(const std::string& key, Instant now);

    // The password was right, or the account is a new one: what failed before is forgotten.
    void forget(const std::string& key) { failed_.erase(key); }

private:
    void make_room(Instant now);

    std::map<std::string, std::deque<Instant>> failed_;  // times of failed tries, the last few
};

}  // namespace stormkeel
