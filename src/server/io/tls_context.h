// What TLS is made of, for those who encrypt with it.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "server/tls.h"

namespace stormkeel {

// TLS 1.2 with ECDHE and AEAD, or 1.3.
struct Tls::Inside {
    boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
};

// Why a file of a secret may not be used; empty when it may.
std::string wrong_with_secret(const std::string& path);

}  // namespace stormkeel
