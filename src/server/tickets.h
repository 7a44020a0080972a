// What was begun and goes on with a later call, held under a random name for a few minutes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/time.h"
#include "server/secrets.h"
#include "storage/digest.h"

namespace stormkeel {

template <typename Value>
class Tickets {
public:
    explicit Tickets(Duration lasts) : lasts_(lasts) {}

    // A new ticket of 256 random bits; only its digest is held.
    std::string open(Value value, Instant now) {
        std::erase_if(held_, [&](const auto& each) { return is_over(each.second.until, now); });
        std::string ticket = hexadecimal(random_bytes(bytes));
        held_.insert_or_assign(digest_of({ticket}), Held{std::move(value), now + lasts_});
        return ticket;
    }

    // nullptr when there is none of that name, or it is too old.
    const Value* find(std::string_view ticket, Instant now) const {
        const auto found = held_.find(digest_of({ticket}));
        return found == held_.end() || is_over(found->second.until, now) ? nullptr : &found->second.value;
    }

    // The same under another name, and no longer for that.
    std::string renew(std::string_view ticket, Value value) {
        const Instant until = held_.at(digest_of({ticket})).until;
        end(ticket);
        std::string renewed = hexadecimal(random_bytes(bytes));
        held_.insert_or_assign(digest_of({renewed}), Held{std::move(value), until});
        return renewed;
    }

    void end(std::string_view ticket) { held_.erase(digest_of({ticket})); }

    template <typename Wanted>
    void end_those(const Wanted& wanted) {
        std::erase_if(held_, [&](const auto& each) { return wanted(each.second.value); });
    }

private:
    struct Held {
        Value value;
        Instant until;
    };
    // Too old too when the clock was set back.
    bool is_over(Instant until, Instant now) const { return now >= until || until - now > lasts_; }

    static constexpr std::size_t bytes = 32;

    Duration lasts_;
    std::map<std::string, Held, std::less<>> held_;  // by the digest of the ticket
};

}  // namespace stormkeel
