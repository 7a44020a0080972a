// What every call to another machine needs: where its name leads, and who it has to be.
#pragma once

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/io/wire.h"

namespace stormkeel {

using OutboundMoment = std::chrono::steady_clock::time_point;
using OutboundEndpoints = std::vector<asio::ip::tcp::endpoint>;

// As long as that takes; none when nobody knows the name.
OutboundEndpoints endpoints_of(const std::string& host, std::uint16_t port);

// None when nobody knows the name; nothing when it takes too long.
std::optional<OutboundEndpoints> endpoints_until(const std::string& host, std::uint16_t port, OutboundMoment end);

// Encrypted to whom OpenSSL verifies, and not below TLS 1.2. `authority` is a PEM file; empty: whom this machine
// believes. What is wrong with it; empty: nothing.
std::string believe(asio::ssl::context& tls, const std::string& authority);

// The certificate has to be made for the very host.
bool expect_host(SSL* ssl, const std::string& host);

// Why a handshake failed.
std::string why_no_tls(SSL* ssl, const error_code& problem);

}  // namespace stormkeel
