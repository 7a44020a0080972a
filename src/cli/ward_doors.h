// Where a ward listens, and what it refuses to open to others.
#pragma once

#include <optional>
#include <variant>

#include "cli/call.h"
#include "server/http_server.h"

namespace stormkeel {

struct WardDoors {
    Listen http;
    std::optional<Listen> mllp;
};

// Fails with not_secure where others could read along or speak as somebody else: an address beyond loopback without
// TLS, or, for MLLP, without a certificate of each sender; and where certificate or key cannot be used.
std::variant<WardDoors, Failure> ward_doors(const Call& call);

}  // namespace stormkeel
