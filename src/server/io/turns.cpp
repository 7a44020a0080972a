// Gives out the turns of a round from sender to sender.
#include "server/io/turns.h"

#include <algorithm>

namespace stormkeel {

namespace {

constexpr double saved_seconds = 2;
constexpr std::size_t senders_at_most = 1'024;

}  // namespace

struct Turns::Waiting {
    Waiting(Turns& turns_, const std::string& sender_)
        : turns(turns_), sender(sender_), bell(turns.context_, Moment::max()) {
        auto found = std::find_if(turns.waiting_.begin(), turns.waiting_.end(),
                                  [&](const auto& one) { return one.first == sender; });
        if (found == turns.waiting_.end()) found = turns.waiting_.insert(found, {sender, {}});
        found->second.push_back(this);
    }
    ~Waiting() {
        for (auto& [name, all] : turns.waiting_) std::erase(all, this);
        std::erase_if(turns.waiting_, [](const auto& one) { return one.second.empty(); });
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    Turns& turns;
    const std::string sender;
    bool has_turn = false;
    asio::steady_timer bell;
};

void Turns::forget_the_silent(Moment now) {
    if (saved_.size() < senders_at_most) return;
    const auto full = std::chrono::duration<double>(saved_seconds);
    std::erase_if(saved_, [&](const auto& one) { return now - one.second.at > full; });
}

std::chrono::microseconds Turns::pause_of(const std::string& sender) {
    if (of_one_sender_ <= 0) return {};
    const Moment now = std::chrono::steady_clock::now();
    forget_the_silent(now);
    const double most = of_one_sender_ * saved_seconds;
    Saved& saved = saved_.try_emplace(sender, Saved{most, now}).first->second;
    const double passed = std::chrono::duration<double>(now - saved.at).count();
    saved.messages = std::min(most, saved.messages + passed * of_one_sender_) - 1;
    saved.at = now;
    const double lacking = saved.messages < 0 ? -saved.messages / of_one_sender_ : 0;
    return std::chrono::microseconds(static_cast<std::int64_t>(lacking * 1e6));
}

asio::awaitable<void> Turns::take(std::string sender) {
    if (const auto pause = pause_of(sender); pause.count() > 0) {
        asio::steady_timer rest(context_, pause);
        co_await rest.async_wait(as_tuple);
    }
    if (std::size_t& taken = taken_[sender]; left_ > 0 && taken < share_) {
        ++taken;
        --left_;
        co_return;
    }
    Waiting waiting(*this, sender);
    while (!waiting.has_turn) co_await waiting.bell.async_wait(as_tuple);
}

void Turns::next_round() {
    for (const auto& [sender, all] : waiting_) taken_.try_emplace(sender);
    share_ = std::max<std::size_t>(1, in_round / std::max<std::size_t>(1, taken_.size()));
    taken_.clear();
    left_ = in_round;
    std::list<std::pair<std::string, std::deque<Waiting*>>> served;
    while (left_ > 0 && !waiting_.empty()) {
        auto& [sender, all] = waiting_.front();
        std::size_t& taken = taken_[sender];
        for (; left_ > 0 && taken < share_ && !all.empty(); all.pop_front(), ++taken, --left_) {
            all.front()->has_turn = true;
            all.front()->bell.cancel();
        }
        if (all.empty()) {
            waiting_.pop_front();
        } else {
            served.splice(served.end(), waiting_, waiting_.begin());
        }
    }
    waiting_.splice(waiting_.end(), served);
}

}  // namespace stormkeel
