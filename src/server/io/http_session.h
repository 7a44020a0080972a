// One HTTP/1.1 connection: requests in, answers out, and streams that have no end of their own.
#pragma once

#include <cstdint>
#include <memory>

#include "server/io/connections.h"

namespace stormkeel {

enum class Door : std::uint8_t { network, local };

asio::awaitable<void> serve_http(Connections& all, Wire::Socket::socket_type socket, Door door,
                                 std::shared_ptr<const Tls> tls, std::string peer);

}  // namespace stormkeel
