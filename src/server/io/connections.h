// What all connections of one server share. Only the server's own thread touches it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <limits>
#include <set>

#include "server/http.h"
#include "server/io/request_body.h"
#include "server/io/turns.h"
#include "server/io/wire.h"
#include "server/places.h"

namespace stormkeel {

class Pieces;

struct Connections {
    HttpApplication* application = nullptr;
    std::set<Wire*> open;
    std::set<Wire*> idle;  // those nothing is under way on
    std::set<Pieces*> streams;
    Places http{2'048, 64};
    Places local_http{std::numeric_limits<std::size_t>::max(), 0};
    Places mllp{64, 4};             // of one address, not of one network: each has shown who it is
    Places mllp_handshakes{32, 4};  // under way
    BodyRoom bodies;
    std::uint64_t mllp_connections = 0;  // that there ever were
    bool stopping = false;
    Turns turns{context};
    asio::io_context context{1};  // last: what it still runs when it goes uses the rest
};

// What a connection threw ends it alone. But without memory what it had begun is neither done nor undone: the ward
// ends, and begins anew from what is kept.
void end_connection(const std::exception_ptr& why);

// Among the open connections while it lives.
class Member {
public:
    Member(Connections& all, Wire& wire) : all_(all), wire_(wire) { all_.open.insert(&wire_); }
    ~Member() {
        all_.open.erase(&wire_);
        all_.idle.erase(&wire_);
    }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

private:
    Connections& all_;
    Wire& wire_;
};

}  // namespace stormkeel
