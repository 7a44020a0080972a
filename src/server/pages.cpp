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

HttpResponse see_other(const std::string& path) {
    HttpResponse response{303, "text/plain; charset=utf-8", {}};
    response.fields["Location"] = path;
    return response;
}

}  // namespace

std::vector<std::string_view> pages_of(Role role) {
    std::vector<std::string_view> pages;
    if (may(role, Permission::see_board)) pages.push_back("/");
    if (may(role, Permission::administer)) pages.push_back("/accounts");
    if (may(role, Permission::read_audit) || may(role, Permission::read_own_audit)) pages.push_back("/audit");
    if (may(role, Permission::see_guidelines)) pages.push_back("/guideline");
    return pages;
}

HttpResponse page_response(std::string_view path) {
    std::string name(path == "/" ? "page" : path.substr(1));
    if (name.find('.') == std::string::npos) name += ".html";
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
std::vector<Route> page_calls(ServedWard& served) {
    const auto page = [](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        answer(page_response(request.http.path));
    };
    const auto board = [](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        // A screen on the wall has a page of its own.
        if (request.caller.role == Role::kiosk) return answer(see_other("/kiosk"));
        answer(request.caller.role == Role::anyone ? see_other("/sign-in") : page_response(request.http.path));
    };
    const auto account = [](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        const bool shown = request.caller.role == Role::demonstration;
        const bool in = is_person(request.caller.role);
        answer(in ? page_response(request.http.path) : see_other(shown ? "/" : "/sign-in"));
    };
    const auto entry = [](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        const bool shown = request.caller.role == Role::demonstration;
        answer(shown ? see_other("/") : page_response(request.http.path));
    };
    // Open as long as there is nobody to sign in as.
    const auto set_up = [&served](const RoutedRequest& request, const HttpApplication::Answer& answer) {
        if (request.caller.role == Role::demonstration) return answer(see_other("/"));
        const bool done = has_administrator(served.accounts);
        answer(done ? see_other("/sign-in") : page_response(request.http.path));
    };
    std::vector<Route> calls{
        {"GET", "/", Permission::open_page, board},          {"GET", "/audit", Permission::open_page, board},
        {"GET", "/accounts", Permission::open_page, board},  {"GET", "/guideline", Permission::open_page, board},
        {"GET", "/account", Permission::open_page, account}, {"GET", "/sign-in", Permission::open_page, entry},
        {"GET", "/kiosk", Permission::open_page, entry},     {"GET", "/setup", Permission::ask_openly, set_up}};
    for (const char* path : {"/page.js", "/sign-in.js", "/audit.js", "/accounts.js", "/guideline.js", "/office.css",
                             "/account.js", "/account.css", "/kiosk.js", "/kiosk.css"}) {
        calls.push_back({"GET", path, Permission::open_page, page});
    }
    for (const char* path : {"/page.css", "/entry.css", "/setup.js"}) {
        calls.push_back({"GET", path, Permission::ask_openly, page});
    }
    return calls;
}

}  // namespace stormkeel
