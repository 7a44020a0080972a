// A person at a browser: signs in, and sends the cookie and the token that came back.
#pragma once

#include <string>

#include "server/running_ward.h"

namespace stormkeel {

inline int status_of(const std::string& response) {
    return response.size() < 12 ? 0 : std::stoi(response.substr(9, 3));
}

// What stands between two texts; empty when the first is not there.
inline std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const std::size_t begin = text.find(before);
    if (begin == std::string::npos) return {};
    const std::size_t from = begin + before.size();
    return text.substr(from, text.find(after, from) - from);
}

inline std::string sign_in_body(const std::string& name, std::string_view password = RunningWard::password) {
    return R"({"name":")" + name + R"(","password":")" + std::string(password) + "\"}";
}

struct SignedIn {
    std::string cookie;  // "stormkeel=..."
    std::string csrf;

    SignedIn(const RunningWard& ward, const std::string& name) {
        const std::string response = ward.ask("POST /session", "", sign_in_body(name));
        cookie = between(response, "Set-Cookie: ", ";");
        csrf = between(response, R"("csrf_token":")", "\"");
    }

    std::string cookie_field() const { return "Cookie: " + cookie + "\r\n"; }
    std::string fields() const { return cookie_field() + "X-CSRF-Token: " + csrf + "\r\n"; }

    std::string ask(const RunningWard& ward, const std::string& method_and_path, const std::string& body = {}) const {
        return ward.ask(method_and_path, "", body, fields());
    }
};

}  // namespace stormkeel
