// Gives out the turns of a round in the order in which they were asked for.
#include "server/io/turns.h"

#include <algorithm>

namespace stormkeel {

struct Turns::Waiting {
    explicit Waiting(Turns& turns_)
        : turns(turns_), bell(turns_.context_, std::chrono::steady_clock::time_point::max()) {
        turns.waiting_.push_back(this);
    }
    ~Waiting() { std::erase(turns.waiting_, this); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    Turns& turns;
    bool has_turn = false;
    asio::steady_timer bell;
};

asio::awaitable<void> Turns::take() {
    if (left_ > 0 && waiting_.empty()) {
        --left_;
        co_return;
    }
    Waiting waiting(*this);
    while (!waiting.has_turn) co_await waiting.bell.async_wait(as_tuple);
}

void Turns::next_round() {
    left_ = in_round;
    for (; left_ > 0 && !waiting_.empty(); waiting_.pop_front(), --left_) {
        waiting_.front()->has_turn = true;
        waiting_.front()->bell.cancel();
    }
}

}  // namespace stormkeel
