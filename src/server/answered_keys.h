// What was answered to calls that bring an Idempotency-Key, so that one which is sent again does nothing again.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "server/route.h"

namespace stormkeel {

// The last 256 of each caller, of whom there are as many as accounts, for as long as the ward runs. What was refused
// had no effect and is not remembered.
class AnsweredKeys {
public:
    static constexpr std::size_t kept_of_caller = 256;

    // Who calls, by role and name, and digests of the key and of what is asked: method, path and body.
    struct Call {
        std::string caller;
        std::string key;
        std::string content;
    };
    // Nothing when the call brings no key.
    static std::optional<Call> call_of(const RoutedRequest& request);

    // The first answer to this call; 409 when the key came with another content; nothing: it did not come before.
    std::optional<HttpResponse> answer_before(const Call& call) const;
    // Whether the key came with another content before.
    bool is_of_another(const Call& call) const;
    void keep(const Call& call, const HttpResponse& response);

    static constexpr std::string_view another =
        "this Idempotency-Key came with something else before; a key of its own would be right";

private:
    struct Kept {
        Call call;
        HttpResponse response;
    };
    const Kept* kept_of(const Call& call) const;
    std::map<std::string, std::deque<Kept>> of_caller_;  // the oldest first
};

}  // namespace stormkeel
