// What all connections of one server share. Only the server's own thread touches it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "server/http.h"
#include "server/io/turns.h"
#include "server/io/wire.h"

namespace stormkeel {

class Pieces;

struct Connections {
    HttpApplication* application = nullptr;
    std::set<Wire*> open;
    std::set<Wire*> idle;  // those nothing is under way on
    std::set<Pieces*> streams;
    std::map<std::string, std::size_t> mllp_peers;  // by address, how many connections each has
    std::uint64_t mllp_connections = 0;             // that there ever were
    bool stopping = false;
    Turns turns{context};
    asio::io_context context{1};  // last: what it still runs when it goes uses the rest
};

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
