// How many messages are taken in one round, and from whom: a flood makes its sender wait, and nobody else.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <list>
#include <map>
#include <string>
#include <utility>

#include "server/io/wire.h"

namespace stormkeel {

class Turns {
public:
    explicit Turns(asio::io_context& context) : context_(context) {}

    // So many a second of one sender, and at once what two seconds allow; 0: as many as they like.
    void allow(double of_one_sender) { of_one_sender_ = of_one_sender; }

    // Returns when it is the sender's turn: each sender of a round has as many as any other, and of one sender goes
    // first who waited longest.
    asio::awaitable<void> take(std::string sender);

    // What was taken is kept: as many again.
    void next_round();

private:
    struct Waiting;
    using Moment = std::chrono::steady_clock::time_point;

    struct Saved {
        double messages = 0;
        Moment at;
    };
    // How long the sender has to wait for the next message; it is theirs then.
    std::chrono::microseconds pause_of(const std::string& sender);
    void forget_the_silent(Moment now);

    static constexpr std::size_t in_round = 64;
    asio::io_context& context_;
    std::size_t left_ = in_round;
    std::size_t share_ = in_round;              // of one sender in this round
    std::map<std::string, std::size_t> taken_;  // in this round, by sender
    double of_one_sender_ = 0;
    std::map<std::string, Saved> saved_;
    std::list<std::pair<std::string, std::deque<Waiting*>>> waiting_;  // by sender, in the order of their turns
};

}  // namespace stormkeel
