// A thread of its own looks each name up, and stays behind alone when that takes too long.
#include "server/io/pinned_name.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <mutex>
#include <thread>
#include <utility>

namespace stormkeel {

struct PinnedName::Search {
    std::mutex mutex;
    std::optional<OutboundEndpoints> found;

    std::optional<OutboundEndpoints> result() {
        const std::lock_guard lock(mutex);
        return found;
    }
};

namespace {

constexpr std::chrono::milliseconds between_looks{2};

OutboundEndpoints with_port(const std::vector<std::string>& addresses, std::uint16_t port) {
    OutboundEndpoints endpoints;
    for (const std::string& text : addresses) {
        error_code problem;
        const auto address = asio::ip::make_address(text, problem);
        if (!problem) endpoints.push_back({address, port});
    }
    return endpoints;
}

}  // namespace

PinnedName::PinnedName(std::string host, std::uint16_t port, LookUp look_up)
    : host_(std::move(host)), port_(port), look_up_(std::move(look_up)) {}

asio::awaitable<std::optional<OutboundEndpoints>> PinnedName::find(OutboundMoment end) {
    error_code problem;
    const auto address = asio::ip::make_address(host_, problem);
    if (!problem) co_return OutboundEndpoints{{address, port_}};
    if (!under_way_) {
        auto begun = std::make_shared<Search>();
        std::thread([search = begun, host = host_, port = port_, look_up = look_up_] {
            OutboundEndpoints found = look_up ? with_port(look_up(host), port) : endpoints_of(host, port);
            const std::lock_guard lock(search->mutex);
            search->found = std::move(found);
        }).detach();
        under_way_ = std::move(begun);
    }
    const auto search = under_way_;
    asio::steady_timer pause(co_await asio::this_coro::executor);
    std::optional<OutboundEndpoints> found;
    while (!(found = search->result()) && std::chrono::steady_clock::now() < end) {
        pause.expires_after(between_looks);
        co_await pause.async_wait(as_tuple);
    }
    // What was found is for those who waited for it; who comes later asks anew.
    if (found && under_way_ == search) under_way_.reset();
    co_return found;
}

}  // namespace stormkeel
