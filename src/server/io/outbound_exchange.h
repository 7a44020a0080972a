// One call to another machine whose addresses are known.
#pragma once

#include <string>
#include <variant>

#include "server/io/outbound_tls.h"
#include "server/io/wire.h"
#include "server/outbound.h"

namespace stormkeel {

using OutboundResult = std::variant<OutboundAnswer, std::string>;

inline constexpr const char* outbound_too_late = "it did not answer within 2 s";

// A text says why there is no answer. All three have to live until it is there, by `end` at the latest.
asio::awaitable<OutboundResult> outbound_answer(asio::ssl::context& tls, const OutboundCall& call,
                                                const OutboundEndpoints& endpoints, OutboundMoment end);

}  // namespace stormkeel
