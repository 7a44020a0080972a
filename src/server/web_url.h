// Addresses that the ward itself calls: taken apart so strictly that no two readers find another host in one text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stormkeel {

struct WebUrl {
    bool encrypted = true;  // https
    std::string host;       // in small letters; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string target;  // path and query as they were written: "/token?x=1", at least "/"
};

// An https address, or an http one of this very machine (localhost, 127.x.y.z, [::1]). Nothing for anything else: a
// user or password, a fragment, a blank, a backslash, letters beyond ASCII, an empty label or one that ends the host
// with a full stop, and an IP address in any but its usual spelling.
std::optional<WebUrl> read_web_url(std::string_view text);

// Scheme, host and port are equal.
bool same_origin(const WebUrl& a, const WebUrl& b);

// Whether `url` is `base`, whose target is a path alone, or lies below it on the border of a step: of the same origin,
// and with a path that every reader takes alike. None is a path with an escape, an empty step, "." or "..", or ";".
bool is_within(const WebUrl& base, const WebUrl& url);

// The address of what lies at `steps` below `base`.
WebUrl below(const WebUrl& base, std::string_view steps);

// "https://id.example.org", with the port when it is not the usual one.
std::string origin_of(const WebUrl& url);

bool is_this_machine(std::string_view host);

}  // namespace stormkeel
