// Each call has a context of its own, which is run until the answer is there or the time is over.
#include "server/outbound.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <exception>

#include "server/io/outbound_tls.h"

namespace stormkeel {

namespace {

using OutboundResult = std::variant<OutboundAnswer, std::string>;

constexpr std::chrono::seconds patience_of_a_call{2};
constexpr std::size_t answer_at_most = std::size_t{2} << 20U;
constexpr std::uint32_t answer_header_at_most = 16U << 10U;
constexpr const char* too_late = "it did not answer within 2 s";

bool tells_json(std::string_view type) {
    std::string kind(type.substr(0, type.find(';')));
    while (kind.ends_with(' ')) kind.pop_back();
    std::transform(kind.begin(), kind.end(), kind.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
}

beast::http::request<beast::http::string_body> message_of(const OutboundCall& call) {
    namespace http = beast::http;
    http::request<http::string_body> message{call.form.empty() ? http::verb::get : http::verb::post, call.url.target,
                                             11};
    constexpr std::string_view scheme_end = "://";
    const std::string origin = origin_of(call.url);
    message.set(http::field::host, origin.substr(origin.find(scheme_end) + scheme_end.size()));
    message.set(http::field::accept, "application/json");
    message.set(http::field::user_agent, "stormkeel");
    message.set(http::field::connection, "close");
    if (!call.authorization.empty()) message.set(http::field::authorization, call.authorization);
    if (!call.form.empty()) message.set(http::field::content_type, "application/x-www-form-urlencoded");
    message.body() = call.form;
    message.prepare_payload();
    return message;
}

// What is wrong with an answer by its head; nothing when its body may be read.
const char* wrong_head(const beast::http::response_header<>& head) {
    namespace http = beast::http;
    if (head.result_int() >= 300 && head.result_int() < 400)
        return "it leads to another address, which is not followed";
    const auto type = head[http::field::content_type];
    if (!tells_json({type.data(), type.size()})) return "its answer is no JSON";
    if (head.find(http::field::content_encoding) != head.end())
        return "its answer is compressed, which was not asked for";
    return nullptr;
}

template <typename Stream>
asio::awaitable<OutboundResult> exchange(Stream& stream, const OutboundCall& call) {
    namespace http = beast::http;
    const auto message = message_of(call);
    const auto [not_sent, sent] = co_await http::async_write(stream, message, as_tuple);
    if (not_sent) co_return "it took no call: " + not_sent.message();
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.header_limit(answer_header_at_most);
    parser.body_limit(answer_at_most);
    const auto [no_head, head_size] = co_await http::async_read_header(stream, buffer, parser, as_tuple);
    if (no_head) co_return "its answer is no HTTP: " + no_head.message();
    if (const char* wrong = wrong_head(parser.get())) co_return wrong;
    const auto [no_body, body_size] = co_await http::async_read(stream, buffer, parser, as_tuple);
    if (no_body == http::error::body_limit) co_return "its answer is above 2 MiB";
    if (no_body) co_return "its answer has no end: " + no_body.message();
    co_return OutboundAnswer{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
}

asio::awaitable<OutboundResult> exchange_encrypted(beast::tcp_stream tcp, asio::ssl::context& tls,
                                                   const OutboundCall& call) {
    beast::ssl_stream<beast::tcp_stream> stream(std::move(tcp), tls);
    if (!expect_host(stream.native_handle(), call.url.host)) co_return "OpenSSL cannot check its name";
    const auto [problem] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_tuple);
    if (problem) co_return why_no_tls(stream.native_handle(), problem);
    OutboundResult result = co_await exchange(stream, call);
    co_return result;
}

asio::awaitable<void> run_call(asio::ssl::context& tls, const OutboundCall& call, const OutboundEndpoints& endpoints,
                               OutboundResult& result) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_never();
    const auto [problem, endpoint] = co_await stream.async_connect(endpoints, as_tuple);
    if (problem) {
        result = "it cannot be reached: " + problem.message();
        co_return;
    }
    if (call.url.encrypted) {
        result = co_await exchange_encrypted(std::move(stream), tls, call);
    } else {
        result = co_await exchange(stream, call);
    }
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
    if (!endpoints) return whom + too_late;
    if (endpoints->empty()) return whom + "its name is not known";
    // What is not encrypted must not leave this machine, whatever its name leads to.
    const bool stays = std::all_of(endpoints->begin(), endpoints->end(),
                                   [](const auto& each) { return each.address().is_loopback(); });
    if (!call.url.encrypted && !stays) return whom + "its name leads to another machine";
    OutboundResult result = std::string(too_late);
    asio::io_context context(1);
    asio::co_spawn(context, run_call(inside_->tls, call, *endpoints, result), [&](const std::exception_ptr& why) {
        if (why) result = std::string("this machine has no room for the call");
    });
    context.run_until(end);
    if (auto* why = std::get_if<std::string>(&result)) return whom + *why;
    return result;
}

}  // namespace stormkeel
