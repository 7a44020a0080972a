// The ward's pages for people: the board, sign-in and set-up, built into the program.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"

#include "server/permissions.h"

namespace stormkeel {

// The pages of ours that a role may open, by what it may do; the first is where it begins.
std::vector<std::string_view> pages_of(Role role);

// A file of the pages: its name, and its text.
struct PageFile {
    std::string_view path;
    std::string_view text;
};
std::span<const PageFile> page_files();

// The page for "/", "/sign-in" or "/setup", and what they load, as "/page.js" and "/page.css", with the headers that
// keep everything foreign out of them; 404 for any other path.
HttpResponse page_response(std::string_view path);

}  // namespace stormkeel
