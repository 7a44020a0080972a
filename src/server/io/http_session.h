// One HTTP/1.1 connection: requests in, answers out, and streams that have no end of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "server/io/connections.h"

namespace stormkeel {

enum class Door : std::uint8_t { network, local };

// Through which door somebody came.
struct HttpEntry {
    Door door = Door::network;
    std::shared_ptr<const Tls> tls{};  // nullptr: what is said is not encrypted
    std::string peer{};                // the address, without the port; empty: by the local socket
};

asio::awaitable<void> serve_http(Connections& all, Wire::Socket::socket_type socket, HttpEntry entry);

}  // namespace stormkeel
