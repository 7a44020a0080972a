// The CDS Hooks clients that sign in with a JSON Web Token of their own making.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/access.h"
#include "server/http.h"
#include "server/jwt.h"
#include "server/log.h"

namespace stormkeel {

class CdsClients {
public:
    // `base` is how clients write this server's address, without a slash at its end: "https://ward.example.org". A
    // token's aud is the base and the path that was called.
    CdsClients(std::string base, JwtCheck check, std::shared_ptr<Log> log)
        : base_(std::move(base)), check_(std::move(check)), log_(std::move(log)) {}

    // Which of their tokens were used is remembered in the data folder; call it before the first request.
    void keep_uses_in(const std::string& folder, Instant now) { check_.keep_uses_in(folder + "/used-cds-tokens", now); }

    // Who calls a CDS service, named by the issuer of the token, with the role integration. Nothing for every other
    // call and for a token that is not accepted: why stands in the log alone.
    std::optional<Caller> caller_of(const HttpRequest& request, Instant now);

    // Whether it would be one, by a head whose body has not come yet: the token is not used up, and nothing is logged.
    bool may_call(const HttpRequest& head, Instant now);

private:
    // Nothing when the request is no call of a CDS service, or brings none.
    static std::optional<std::string_view> token_of(const HttpRequest& request);

    std::string base_;
    JwtCheck check_;
    std::shared_ptr<Log> log_;
};

}  // namespace stormkeel
