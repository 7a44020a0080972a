// Calls the ward that runs on this machine through the socket in its data folder.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "server/http.h"

namespace stormkeel {

// The socket of the ward in this data folder.
std::string local_socket_in(const std::string& data_folder);

// The response; nothing when no ward runs there; a text when one does and the call failed.
std::variant<std::optional<HttpResponse>, std::string> call_locally(const std::string& socket,
                                                                    const std::string& target);

// A text as one step of a path, or as a value of a query: what has a meaning there is escaped.
std::string escaped(std::string_view text);

}  // namespace stormkeel
