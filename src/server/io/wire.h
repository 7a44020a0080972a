// The bytes of one connection, plain or encrypted, behind one type: what reads and writes is compiled once for both.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/role.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/tls.h"

namespace stormkeel {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr auto as_tuple = asio::experimental::as_tuple(asio::use_awaitable);

class Wire {
public:
    using Socket = beast::basic_stream<asio::generic::stream_protocol>;
    using executor_type = Socket::executor_type;

    Wire(Socket::socket_type socket, const Tls* tls);  // nullptr: plain; else it outlives the wire
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    Socket& socket();  // for time-outs and cancelling; its bytes are those on the way
    executor_type get_executor() { return socket().get_executor(); }

    void hold_little();  // what a slow reader of a stream has not read waits here, not in the machine's memory

    // Shakes hands; false when the other side cannot, or is not done within this time. At once when plain.
    asio::awaitable<bool> begin(std::chrono::seconds at_most);
    asio::awaitable<void> end();  // says that nothing more comes

    // SHA-256, in hexadecimal, of the certificate that the other side showed and proved to be its own; empty: none.
    std::string certificate_shown() const;

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& into, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, std::vector<asio::mutable_buffer> buffers) {
                read_some(std::move(buffers), called_once(std::move(handler)));
            },
            token,
            std::vector<asio::mutable_buffer>(asio::buffer_sequence_begin(into), asio::buffer_sequence_end(into)));
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& from, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, std::vector<asio::const_buffer> buffers) {
                write_some(std::move(buffers), called_once(std::move(handler)));
            },
            token, std::vector<asio::const_buffer>(asio::buffer_sequence_begin(from), asio::buffer_sequence_end(from)));
    }

private:
    using Done = std::function<void(error_code, std::size_t)>;

    // A handler can only be moved, and a std::function is copied.
    template <typename Handler>
    static Done called_once(Handler handler) {
        return [held = std::make_shared<Handler>(std::move(handler))](error_code problem, std::size_t size) {
            Handler called = std::move(*held);
            std::move(called)(problem, size);
        };
    }

    void read_some(std::vector<asio::mutable_buffer> into, Done done);
    void write_some(std::vector<asio::const_buffer> from, Done done);

    struct Way;
    struct Plain;
    struct Encrypted;
    std::unique_ptr<Way> way_;
};

// How a WebSocket ends its connection.
void beast_close_socket(Wire& wire);
void teardown(beast::role_type role, Wire& wire, error_code& problem);

template <typename Handler>
void async_teardown(beast::role_type role, Wire& wire, Handler&& handler) {
    error_code problem;
    teardown(role, wire, problem);
    asio::post(wire.get_executor(), [called = std::forward<Handler>(handler), problem]() mutable { called(problem); });
}

}  // namespace stormkeel
