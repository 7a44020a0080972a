// Looks an address up in the registries of special addresses (RFC 6890 and what followed it).
#include "server/io/address_kind.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace stormkeel {

namespace {

struct SpecialNetwork {
    std::string_view network;
    unsigned length;
    AddressKind kind;
};
// The first that holds an address counts.
constexpr std::array<SpecialNetwork, 19> special_of_ipv4{{
    {"100.100.100.200", 32, AddressKind::nobody},  // tells a cloud's machines of themselves
    {"192.0.0.192", 32, AddressKind::nobody},      // so does this
    {"168.63.129.16", 32, AddressKind::nobody},    // and this
    {"0.0.0.0", 8, AddressKind::nobody},          {"10.0.0.0", 8, AddressKind::inside},
    {"100.64.0.0", 10, AddressKind::inside},      {"127.0.0.0", 8, AddressKind::inside},
    {"169.254.0.0", 16, AddressKind::nobody},     {"172.16.0.0", 12, AddressKind::inside},
    {"192.0.0.0", 24, AddressKind::nobody},       {"192.0.2.0", 24, AddressKind::nobody},
    {"192.88.99.0", 24, AddressKind::nobody},     {"192.168.0.0", 16, AddressKind::inside},
    {"198.18.0.0", 15, AddressKind::nobody},      {"198.51.100.0", 24, AddressKind::nobody},
    {"203.0.113.0", 24, AddressKind::nobody},     {"224.0.0.0", 4, AddressKind::nobody},
    {"240.0.0.0", 4, AddressKind::nobody},        {"255.255.255.255", 32, AddressKind::nobody},
}};

constexpr std::array<SpecialNetwork, 13> special_of_ipv6{{
    {"fd00:ec2::254", 128, AddressKind::nobody},  // tells a cloud's machines of themselves
    {"fd20:ce::254", 128, AddressKind::nobody},   // so does this
    {"::1", 128, AddressKind::inside},
    {"::", 8, AddressKind::nobody},  // IPv4 within IPv6, and nobody
    {"64:ff9b::", 96, AddressKind::nobody},
    {"64:ff9b:1::", 48, AddressKind::nobody},
    {"100::", 64, AddressKind::nobody},
    {"2001::", 23, AddressKind::nobody},
    {"2001:db8::", 32, AddressKind::nobody},
    {"2002::", 16, AddressKind::nobody},
    {"fc00::", 7, AddressKind::inside},
    {"fe80::", 9, AddressKind::nobody},  // link-local, and what was once the site's
    {"ff00::", 8, AddressKind::nobody},
}};

template <typename Bytes>
bool begins_alike(const Bytes& one, const Bytes& other, unsigned bits) {
    for (unsigned bit = 0; bit < bits; ++bit) {
        const unsigned shift = 7 - bit % 8;
        if (((one[bit / 8] ^ other[bit / 8]) >> shift & 1U) != 0) return false;
    }
    return true;
}

}  // namespace

AddressKind kind_of(const asio::ip::address& address) {
    if (address.is_v4()) {
        for (const SpecialNetwork& one : special_of_ipv4) {
            const auto network = asio::ip::make_address_v4(one.network);
            if (begins_alike(address.to_v4().to_bytes(), network.to_bytes(), one.length)) return one.kind;
        }
        return AddressKind::outside;
    }
    for (const SpecialNetwork& one : special_of_ipv6) {
        const auto network = asio::ip::make_address_v6(one.network);
        if (begins_alike(address.to_v6().to_bytes(), network.to_bytes(), one.length)) return one.kind;
    }
    return AddressKind::outside;
}

}  // namespace stormkeel
