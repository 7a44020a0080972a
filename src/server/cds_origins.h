// CDS clients that run in a browser: pages of the origins that the settings name may ask the CDS services (CORS).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "server/http.h"

namespace stormkeel {

bool is_of_cds(std::string_view path);

// The answer to a browser that asks whether a page may send a request (preflight). Nothing of what is no such question:
// it goes its way.
std::optional<HttpResponse> preflight_answer(const HttpRequest& request, std::span<const std::string> origins);

// Lets the page read the response, when its origin is one of these, byte for byte. No credentials of the browser's own
// are ever asked for: a client sends its token.
void let_page_read(const HttpRequest& request, std::span<const std::string> origins, HttpResponse& response);

}  // namespace stormkeel
