// Where an address leads, before anybody is called there.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>

#include "server/io/wire.h"

namespace stormkeel {

enum class AddressKind : std::uint8_t {
    outside,  // anybody's
    inside,   // of this machine or of the site's own networks: loopback, private, shared with a carrier
    nobody    // never called: link-local, what tells a cloud's machines of themselves, multicast, reserved, and
              // IPv4 written as IPv6
};
AddressKind kind_of(const asio::ip::address& address);

}  // namespace stormkeel
