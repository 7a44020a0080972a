// Calls the ward that runs on this machine through the socket in its data folder.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "server/http.h"

namespace stormkeel {

// The socket of the ward in this data folder.
std::string local_socket_in(const std::string& data_folder);

// The response; nothing when no ward runs there; a text when one does and the call failed.
// `patience` is how long each step may take; 0: for ever.
struct LocalManner {
    std::string method = "POST";
    std::chrono::seconds patience{0};
    std::string body{};
};
std::variant<std::optional<HttpResponse>, std::string> call_locally(const std::string& socket,
                                                                    const std::string& target,
                                                                    const LocalManner& manner = {});

// A text as one step of a path, or as a value of a query: what has a meaning there is escaped.
std::string escaped(std::string_view text);

}  // namespace stormkeel
