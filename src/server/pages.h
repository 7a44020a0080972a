// The ward's one page: the board for people, built into the program.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/http.h"

namespace stormkeel {

// A file of the page: its name, and its text.
struct PageFile {
    std::string_view path;
    std::string_view text;
};
std::span<const PageFile> page_files();

// The page for "/", and its script and its style for "/page.js" and "/page.css", with the headers that keep everything
// foreign out of it; 404 for any other path.
HttpResponse page_response(std::string_view path);

}  // namespace stormkeel
