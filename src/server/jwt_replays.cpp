// Keeps used tokens in order of their expiry.
#include "server/jwt_replays.h"

#include <algorithm>

namespace stormkeel {

void JwtReplays::forget(Instant now) {
    while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
        forgotten_until_ = std::max(forgotten_until_, by_expiry_.begin()->first);
        expiry_.erase(by_expiry_.begin()->second);
        by_expiry_.erase(by_expiry_.begin());
    }
}

JwtReplays::Use JwtReplays::note(const std::string& jti, Instant expires, Instant now) {
    forget(now);
    if (expires <= forgotten_until_ || expiry_.contains(jti)) return Use::again;
    if (expiry_.size() >= capacity_) return Use::no_room;
    expiry_.emplace(jti, expires);
    by_expiry_.emplace(expires, jti);
    return Use::first;
}

}  // namespace stormkeel
