// One MLLP connection: messages in, answers out, in their order.
#pragma once

#include <memory>
#include <string>

#include "server/io/connections.h"
#include "server/mllp.h"

namespace stormkeel {

// Who takes the messages, and how the connection is encrypted; without Tls it is not.
struct MllpDoor {
    MllpApplication& application;
    std::shared_ptr<const Tls> tls;
};

// Refuses the 65th connection, and the fifth of one address beyond loopback.
asio::awaitable<void> serve_mllp(Connections& all, Wire::Socket::socket_type socket, std::string peer, MllpDoor door);

}  // namespace stormkeel
