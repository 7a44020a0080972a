// What the ward asks of others: nothing, unless its origin is registered.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/web_url.h"

namespace stormkeel {

struct OutboundCall {
    WebUrl url;
    std::string form{};           // the body of a POST, as application/x-www-form-urlencoded; empty: it is a GET
    std::string authorization{};  // the header of that name; empty: none
    std::string accept = "application/json";
};

struct OutboundAnswer {
    int status = 0;
    std::string body;  // JSON by its Content-Type; whether it is some is not looked at
};

// Many threads may call at once; each waits for its answer.
class Outbound {
public:
    // Nobody else is ever called than `origins`, by scheme, host and port. `authority` is a PEM file: who vouches for
    // their certificates; empty: whom this machine believes. A text says what is wrong with it.
    static std::variant<std::shared_ptr<const Outbound>, std::string> to(std::vector<WebUrl> origins,
                                                                         const std::string& authority);
    ~Outbound();
    Outbound(const Outbound&) = delete;
    Outbound& operator=(const Outbound&) = delete;

    // Within 2 s, name and certificate and all. No redirect is followed, no proxy used, no cookie kept. A text says,
    // for the log, why there is no answer: another origin, too late, above 2 MiB, no JSON, a redirect, a certificate of
    // somebody else; nothing of the call stands in it but its origin.
    std::variant<OutboundAnswer, std::string> call(const OutboundCall& call) const;

private:
    struct Inside;
    explicit Outbound(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace stormkeel
