// What every request has to pass before its route runs.
#pragma once

#include <optional>

#include "server/access.h"
#include "server/route.h"
#include "server/served_ward.h"

namespace stormkeel {

// Who calls: by token, by the socket in the data folder, or by a session. Nothing when a token opens nothing.
std::optional<Caller> caller_of(ServedWard& served, const HttpRequest& request);

// Why the request goes no further; nothing when it may. A read of a patient by a person is in the audit then, and
// whoever had left and is named in its path is back.
std::optional<HttpResponse> refusal_of(ServedWard& served, const Route& route, const RoutedRequest& request);

}  // namespace stormkeel
