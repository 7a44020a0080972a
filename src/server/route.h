// A call of the ward: its path, who may use it, and what answers it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/access.h"
#include "server/http.h"

namespace stormkeel {

// What stands in a path between the braces of its pattern: "patient" of "/api/patients/{patient}/facts".
using PathParts = std::map<std::string, std::string>;

struct RoutedRequest {
    const HttpRequest& http;
    PathParts parts;
    Caller caller;
};

// Answers once, now or later, as HttpApplication::answer() does.
using RouteHandler = std::function<void(const RoutedRequest& request, const HttpApplication::Answer& answer)>;

// Every route names what it does, and permissions.h who may do that: what is in no table cannot be called, by anybody.
struct Route {
    std::string method;
    std::string pattern;
    Permission permission;
    RouteHandler run;
};

// Whether it is answered whoever asks, with a token that opens nothing too: it tells nothing of any patient and changes
// nothing.
inline bool needs_no_sign_in(const Route& route) {
    return route.method == "GET" && route.permission == Permission::ask_openly;
}

// Nothing when the path does not fit the pattern.
std::optional<PathParts> parts_of(std::string_view path, std::string_view pattern);

HttpResponse json_response(std::string body);

// The whole text as a number, as an alert or an event is named.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace stormkeel
