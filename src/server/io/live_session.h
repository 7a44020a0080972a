// A stream over a WebSocket: each line that is written is one text message.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>

#include "server/http.h"
#include "server/io/connections.h"

namespace stormkeel {

using LiveRequest = beast::http::request<beast::http::empty_body>;

// The head of a request that asks for a WebSocket; nothing for any other.
std::optional<LiveRequest> live_request_in(const beast::http::request_header<>& head);

// What the client sends is not used: a message of up to 4 KiB is passed over, a ping answered, anything longer ends the
// connection. Who is silent for 60 s is asked, and left when there is no answer.
asio::awaitable<void> serve_live(Connections& all, Wire& wire, const LiveRequest& request,
                                 const HttpResponse& response);

}  // namespace stormkeel
