// Beast behind the plain values of http.h.
#include "server/io/http_session.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "server/io/live_session.h"
#include "server/io/open_stream.h"

namespace stormkeel {

namespace {

namespace http = beast::http;
using namespace std::chrono_literals;

constexpr std::size_t body_at_most = 16U << 20U;
constexpr std::uint32_t header_at_most = 16U << 10U;

using Message = http::response<http::string_body>;

// What each answer carries, streams too.
void set_common(http::fields& fields, const HttpResponse& response, bool encrypted) {
    fields.set(http::field::content_type, response.type);
    fields.set(http::field::cache_control, "no-store");
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "no-referrer");
    if (encrypted) fields.set(http::field::strict_transport_security, "max-age=31536000");
    for (const auto& [name, value] : response.fields) fields.set(name, value);
}

// What is wrong with a request that could not be read; nothing when there is nobody to tell.
std::optional<HttpResponse> refusal_of(error_code problem) {
    if (problem == http::error::body_limit) return error_response(413, "the body is above 16 MiB");
    if (problem == http::error::header_limit) return error_response(431, "the header is above 16 KiB");
    if (problem == beast::error::timeout) return std::nullopt;
    if (problem.category() == http::make_error_code(http::error::bad_method).category() &&
        problem != http::error::end_of_stream && problem != http::error::partial_message) {
        return error_response(400, "this is no HTTP/1.1 request: " + problem.message());
    }
    return std::nullopt;
}

std::optional<HttpRequest> request_of(http::request<http::string_body> message) {
    auto target = read_target({message.target().data(), message.target().size()});
    if (!target) return std::nullopt;
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    for (const auto& field : message) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
        request.fields[name] = std::string(field.value());
    }
    request.body = std::move(message.body());
    return request;
}

class HttpSession {
public:
    HttpSession(Connections& all, Wire& wire, const HttpEntry& entry) : all_(all), wire_(wire), entry_(entry) {}

    asio::awaitable<void> run() {
        bool goes_on = true;
        while (goes_on && !all_.stopping) goes_on = co_await serve_one();
    }

private:
    // For the first bytes of a request; its time begins with them.
    asio::awaitable<error_code> wait() {
        all_.idle.insert(&wire_);
        wire_.socket().expires_after(60s);
        const auto [problem, size] = co_await wire_.async_read_some(buffer_.prepare(4096), as_tuple);
        all_.idle.erase(&wire_);
        buffer_.commit(size);
        co_return problem;
    }

    // The whole of one request into the parser.
    asio::awaitable<error_code> read(http::request_parser<http::string_body>& parser) {
        if (buffer_.size() == 0) {
            const error_code nothing = co_await wait();
            if (nothing) co_return nothing;
        }
        wire_.socket().expires_after(10s);
        auto [problem, size] = co_await http::async_read_header(wire_, buffer_, parser, as_tuple);
        if (!problem && !parser.is_done()) {
            if (parser.get()[http::field::expect] == "100-continue") {
                http::response<http::empty_body> go_on{http::status::continue_, 11};
                co_await http::async_write(wire_, go_on, as_tuple);
            }
            wire_.socket().expires_after(30s);
            std::tie(problem, size) = co_await http::async_read(wire_, buffer_, parser, as_tuple);
        }
        co_return problem;
    }

    asio::awaitable<bool> write(HttpResponse response, unsigned version, bool keep_alive) {
        Message message{static_cast<http::status>(response.status), version};
        set_common(message, response, entry_.tls != nullptr);
        message.keep_alive(keep_alive);
        message.body() = std::move(response.body);
        message.prepare_payload();
        wire_.socket().expires_after(30s);
        const auto [problem, size] = co_await http::async_write(wire_, message, as_tuple);
        co_return !problem;
    }

    asio::awaitable<bool> refuse(std::string_view target, HttpResponse response, unsigned version) {
        return write(all_.application->refused(target, std::move(response)), version, false);
    }

    asio::awaitable<HttpResponse> answer_of(const HttpRequest& request) {
        // The answer may come at once or later; the timer is the door it comes through.
        // Whoever still holds the door when this was left, because something was thrown, finds nobody behind it.
        const auto bell =
            std::make_shared<asio::steady_timer>(all_.context, std::chrono::steady_clock::time_point::max());
        const auto answered = std::make_shared<std::optional<HttpResponse>>();
        const std::weak_ptr<asio::steady_timer> door = bell;
        all_.application->answer(request, [answered, door](HttpResponse response) {
            *answered = std::move(response);
            if (const auto there = door.lock()) there->cancel();
        });
        while (!*answered) co_await bell->async_wait(as_tuple);
        co_return std::move(**answered);
    }

    // A stream without an end of its own ends with its reader, or with the server.
    asio::awaitable<void> write_stream(HttpResponse response) {
        http::response<http::empty_body> head{static_cast<http::status>(response.status), 11};
        set_common(head, response, entry_.tls != nullptr);
        head.keep_alive(false);
        head.chunked(response.ends);
        http::response_serializer<http::empty_body> serializer{head};
        wire_.socket().expires_after(30s);
        const auto [problem, size] = co_await http::async_write_header(wire_, serializer, as_tuple);
        if (problem) co_return;
        wire_.hold_little();
        OpenStream open(all_);
        response.opened(open.pieces);
        while (!all_.stopping) {
            const std::string text = co_await open.next();
            if (text.empty()) break;
            wire_.socket().expires_after(30s);
            const bool written = co_await write_piece(text, response.ends);
            if (!written) co_return;
        }
        if (!response.ends || !open.pieces->finished()) co_return;
        co_await asio::async_write(wire_, http::make_chunk_last(), as_tuple);
    }

    asio::awaitable<bool> write_piece(const std::string& text, bool chunked) {
        if (chunked) {
            const auto [problem, size] =
                co_await asio::async_write(wire_, http::make_chunk(asio::buffer(text)), as_tuple);
            co_return !problem;
        }
        const auto [problem, size] = co_await asio::async_write(wire_, asio::buffer(text), as_tuple);
        co_return !problem;
    }

    // One request and its answer; false: the connection is done with.
    asio::awaitable<bool> serve_one() {
        http::request_parser<http::string_body> parser;
        parser.header_limit(header_at_most);
        parser.body_limit(body_at_most);
        if (const error_code problem = co_await read(parser)) {
            auto refusal = refusal_of(problem);
            if (refusal) co_await refuse(parser.get().target(), std::move(*refusal), 11);
            co_return false;
        }
        const bool keep_alive = parser.get().keep_alive();
        const unsigned version = parser.get().version();
        const auto upgrade = live_request_in(parser.get());
        const std::string target(parser.get().target());
        auto request = request_of(parser.release());
        if (!request) {
            co_await refuse(target, error_response(400, "the path has an escape that is none"), version);
            co_return false;
        }
        request->local = entry_.door == Door::local;
        request->encrypted = entry_.tls != nullptr;
        request->peer = entry_.peer;
        request->names_certificate = entry_.tls != nullptr && entry_.tls->names(request->field("host"));
        wire_.socket().expires_never();
        HttpResponse response = co_await answer_of(*request);
        if (response.opened && response.status == 101 && upgrade) {
            co_await serve_live(all_, wire_, *upgrade, response);
            co_return false;
        }
        if (response.opened && response.status == 101) {
            response = error_response(426, "here are events over a WebSocket; send Upgrade: websocket");
            response.fields = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
        }
        if (response.opened) {
            co_await write_stream(std::move(response));
            co_return false;
        }
        const bool goes_on = keep_alive && !all_.stopping;
        const bool written = co_await write(std::move(response), version, goes_on);
        co_return written&& goes_on;
    }

    Connections& all_;
    Wire& wire_;
    const HttpEntry& entry_;
    beast::flat_buffer buffer_;
};

}  // namespace

asio::awaitable<void> serve_http(Connections& all, Wire::Socket::socket_type socket, HttpEntry entry) {
    Wire wire(std::move(socket), entry.tls.get());
    const Member member(all, wire);
    const bool begun = co_await wire.begin();
    if (!begun) co_return;
    HttpSession session(all, wire, entry);
    co_await session.run();
    co_await wire.end();
}

}  // namespace stormkeel
