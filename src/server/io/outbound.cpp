// Each call has a context of its own, which is run until the answer is there or the time is over.
#include "server/outbound.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <exception>

#include "server/io/outbound_exchange.h"

namespace stormkeel {

namespace {

constexpr std::chrono::seconds patience_of_a_call{2};

asio::awaitable<void> run_call(asio::ssl::context& tls, const OutboundCall& call, const OutboundEndpoints& endpoints,
                               OutboundResult& result) {
    result = co_await outbound_answer(tls, call, endpoints, OutboundMoment::max());
}

}  // namespace

struct Outbound::Inside {
    std::vector<WebUrl> origins;
    asio::ssl::context tls{asio::ssl::context::tls_client};
};

Outbound::Outbound(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Outbound::~Outbound() = default;

std::variant<std::shared_ptr<const Outbound>, std::string> Outbound::to(std::vector<WebUrl> origins,
                                                                        const std::string& authority) {
    auto inside = std::make_unique<Inside>();
    inside->origins = std::move(origins);
    if (std::string wrong = believe(inside->tls, authority); !wrong.empty()) return wrong;
    return std::shared_ptr<const Outbound>(new Outbound(std::move(inside)));
}

std::variant<OutboundAnswer, std::string> Outbound::call(const OutboundCall& call) const {
    const std::string whom = origin_of(call.url) + ": ";
    const auto& origins = inside_->origins;
    const bool registered =
        std::any_of(origins.begin(), origins.end(), [&](const WebUrl& each) { return same_origin(each, call.url); });
    if (!registered) return whom + "it is not registered";
    const OutboundMoment end = std::chrono::steady_clock::now() + patience_of_a_call;
    const auto endpoints = endpoints_until(call.url.host, call.url.port, end);
    if (!endpoints) return whom + outbound_too_late;
    if (endpoints->empty()) return whom + "its name is not known";
    // What is not encrypted must not leave this machine, whatever its name leads to.
    const bool stays = std::all_of(endpoints->begin(), endpoints->end(),
                                   [](const auto& each) { return each.address().is_loopback(); });
    if (!call.url.encrypted && !stays) return whom + "its name leads to another machine";
    OutboundResult result = std::string(outbound_too_late);
    asio::io_context context(1);
    asio::co_spawn(context, run_call(inside_->tls, call, *endpoints, result), [&](const std::exception_ptr& why) {
        if (why) result = std::string("this machine has no room for the call");
    });
    context.run_until(end);
    if (auto* why = std::get_if<std::string>(&result)) return whom + *why;
    return result;
}

}  // namespace stormkeel
