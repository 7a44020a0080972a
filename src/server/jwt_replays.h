// Which tokens of an issuer were used already: each may be used once, and is forgotten when it has expired.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/time.h"

namespace stormkeel {

class JwtReplays {
public:
    // What is not expired is never dropped to make room: a flood of tokens must not open the door to old ones.
    explicit JwtReplays(std::size_t capacity) : capacity_(capacity) {}

    enum class Use : std::uint8_t { first, again, no_room };

    // Notes the use of a token by its jti. `expires` lies after `now`. A token that may be among the forgotten ones
    // counts as used again, so that a clock that is set back lets nothing in twice.
    Use note(const std::string& jti, Instant expires, Instant now);

    bool is_noted(const std::string& jti) const { return expiry_.contains(jti); }
    std::size_t size() const { return expiry_.size(); }

private:
    void forget(Instant now);

    std::size_t capacity_;
    std::map<std::string, Instant> expiry_;
    std::multimap<Instant, std::string> by_expiry_;
    Instant forgotten_until_ = never;  // the last expiry among the forgotten
};

}  // namespace stormkeel
