// Connects, encrypts, sends one request and reads one answer.
#include "server/io/outbound_exchange.h"

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace stormkeel {

namespace {

constexpr std::size_t answer_at_most = std::size_t{2} << 20U;
constexpr std::uint32_t answer_header_at_most = 16U << 10U;

bool tells_json(std::string_view type) {
    std::string kind(type.substr(0, type.find(';')));
    while (kind.ends_with(' ')) kind.pop_back();
    std::transform(kind.begin(), kind.end(), kind.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
}

std::string why_none(const char* what, const error_code& problem) {
    return problem == beast::error::timeout ? outbound_too_late : what + problem.message();
}

beast::http::request<beast::http::string_body> message_of(const OutboundCall& call) {
    namespace http = beast::http;
    http::request<http::string_body> message{call.form.empty() ? http::verb::get : http::verb::post, call.url.target,
                                             11};
    constexpr std::string_view scheme_end = "://";
    const std::string origin = origin_of(call.url);
    message.set(http::field::host, origin.substr(origin.find(scheme_end) + scheme_end.size()));
    message.set(http::field::accept, call.accept);
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
    if (not_sent) co_return why_none("it took no call: ", not_sent);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.header_limit(answer_header_at_most);
    parser.body_limit(answer_at_most);
    const auto [no_head, head_size] = co_await http::async_read_header(stream, buffer, parser, as_tuple);
    if (no_head == http::error::body_limit) co_return "its answer is above 2 MiB";
    if (no_head) co_return why_none("its answer is no HTTP: ", no_head);
    if (const char* wrong = wrong_head(parser.get())) co_return wrong;
    const auto [no_body, body_size] = co_await http::async_read(stream, buffer, parser, as_tuple);
    if (no_body == http::error::body_limit) co_return "its answer is above 2 MiB";
    if (no_body) co_return why_none("its answer has no end: ", no_body);
    co_return OutboundAnswer{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
}

asio::awaitable<OutboundResult> exchange_encrypted(beast::tcp_stream tcp, asio::ssl::context& tls,
                                                   const OutboundCall& call) {
    beast::ssl_stream<beast::tcp_stream> stream(std::move(tcp), tls);
    if (!expect_host(stream.native_handle(), call.url.host)) co_return "OpenSSL cannot check its name";
    const auto [problem] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_tuple);
    if (problem == beast::error::timeout) co_return outbound_too_late;
    if (problem) co_return why_no_tls(stream.native_handle(), problem);
    OutboundResult result = co_await exchange(stream, call);
    co_return result;
}

}  // namespace

asio::awaitable<OutboundResult> outbound_answer(asio::ssl::context& tls, const OutboundCall& call,
                                                const OutboundEndpoints& endpoints, OutboundMoment end) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_at(end);
    const auto [problem, endpoint] = co_await stream.async_connect(endpoints, as_tuple);
    if (problem) co_return why_none("it cannot be reached: ", problem);
    if (!call.url.encrypted) {
        OutboundResult plain = co_await exchange(stream, call);
        co_return plain;
    }
    OutboundResult encrypted = co_await exchange_encrypted(std::move(stream), tls, call);
    co_return encrypted;
}

}  // namespace stormkeel
