// Serves the files of the page.
#include "server/pages.h"

#include <algorithm>

#include "server/calls.h"

namespace stormkeel {

namespace {

std::string type_of(std::string_view name) {
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    return "text/html; charset=utf-8";
}

}  // namespace

HttpResponse page_response(std::string_view path) {
    const std::string_view name = path == "/" ? "page.html" : path.substr(1);
    const auto files = page_files();
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const PageFile& file) { return file.path == name; });
    if (found == files.end()) return error_response(404, "there is no such page");
    HttpResponse response{200, type_of(name), std::string(found->text)};
    response.fields["Content-Security-Policy"] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'";
    response.fields["Cross-Origin-Opener-Policy"] = "same-origin";
    response.fields["Cross-Origin-Resource-Policy"] = "same-origin";
    response.fields["Permissions-Policy"] =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()";
    return response;
}

// They hold nothing of any patient: what the board shows, it asks for as who is signed in.
std::vector<Route> page_calls() {
    const auto page = [](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        answer(page_response(request.http.path));
    };
    std::vector<Route> calls;
    for (const char* path : {"/", "/page.js", "/page.css"}) calls.push_back({"GET", path, Permission::open_page, page});
    return calls;
}

}  // namespace stormkeel
