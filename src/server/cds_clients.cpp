// Lets the token of a registered client open the CDS services, and nothing else.
#include "server/cds_clients.h"

namespace stormkeel {

std::optional<std::string_view> CdsClients::token_of(const HttpRequest& request) {
    if (request.method != "POST" || !request.path.starts_with("/cds-services/")) return std::nullopt;
    return bearer_token(request.field("authorization"));
}

bool CdsClients::may_call(const HttpRequest& head, Instant now) {
    const auto token = token_of(head);
    return token && check_.would_accept(*token, base_ + head.path, now);
}

std::optional<Caller> CdsClients::caller_of(const HttpRequest& request, Instant now) {
    const auto token = token_of(request);
    if (!token) return std::nullopt;
    const auto checked = check_.check(*token, base_ + request.path, now);
    if (const auto* refusal = std::get_if<JwtRefusal>(&checked)) {
        if (log_) log_->write(LogLevel::warning, "cds_token_refused", {{"why", refusal->why}});
        return std::nullopt;
    }
    const std::string& issuer = std::get<JwtCaller>(checked).issuer;
    return Caller{issuer, Role::integration, "", issuer};
}

}  // namespace stormkeel
