// How many messages are taken in one round: a flood of them makes its senders wait, and nobody else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>

#include "server/io/wire.h"

namespace stormkeel {

class Turns {
public:
    explicit Turns(asio::io_context& context) : context_(context) {}

    // Returns when it is one's turn; who waited longest goes first.
    asio::awaitable<void> take();

    // What was taken is kept: as many again.
    void next_round();

private:
    struct Waiting;

    static constexpr std::size_t in_round = 64;
    asio::io_context& context_;
    std::size_t left_ = in_round;
    std::deque<Waiting*> waiting_;
};

}  // namespace stormkeel
