// Where the name of a registered server leads: looked up once for each who asks, without keeping anybody else waiting.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/io/outbound_tls.h"

namespace stormkeel {

class PinnedName {
public:
    using LookUp = std::function<std::vector<std::string>(const std::string& host)>;

    // `look_up` may take long, and runs on a thread of its own; empty: the machine's own.
    PinnedName(std::string host, std::uint16_t port, LookUp look_up);

    // None when nobody knows the name; nothing when it takes too long. Who asks while others wait waits with them, so
    // that a name nobody answers for holds one thread.
    asio::awaitable<std::optional<OutboundEndpoints>> find(OutboundMoment end);

private:
    struct Search;
    std::string host_;
    std::uint16_t port_;
    LookUp look_up_;
    std::shared_ptr<Search> under_way_;
};

}  // namespace stormkeel
