// Beast behind the plain values of http.h.
#include "server/io/http_session.h"

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>

#include "server/io/live_session.h"
#include "server/io/open_stream.h"
#include "server/io/request_body.h"

namespace stormkeel {

namespace {

namespace http = beast::http;
using namespace std::chrono_literals;

constexpr std::size_t body_at_most = 16U << 20U;
constexpr std::size_t body_of_anybody_at_most = 64U << 10U;
constexpr std::uint32_t header_at_most = 16U << 10U;

// Of what is too much, as long as it takes to see that: more than a body that is a little too large.
constexpr std::size_t passed_over_at_most = 20U << 20U;

using Message = http::response<http::string_body>;
using Parser = http::request_parser<PiecedBody>;

// Why a request was not read; nothing is told when nobody is there any more.
struct Unread {
    std::optional<HttpResponse> told{};
};

// What each answer carries, streams too.
void set_common(http::fields& fields, const HttpResponse& response, bool encrypted) {
    fields.set(http::field::content_type, response.type);
    fields.set(http::field::cache_control, "no-store");
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "no-referrer");
    if (encrypted) fields.set(http::field::strict_transport_security, "max-age=31536000");
    for (const auto& [name, value] : response.fields) fields.set(name, value);
}

HttpResponse too_long(std::size_t longest) {
    if (longest >= body_at_most) return error_response(413, "the body is above 16 MiB");
    return error_response(413, "a body above 64 KiB needs a token or a session that opens something");
}

HttpResponse no_room() {
    HttpResponse response = error_response(503, "too much is on its way at once; wait and send it again");
    response.fields = {{"Retry-After", "1"}};
    return response;
}

Unread unread(error_code problem, const RequestBody& body) {
    if (body.lacks_room()) return {no_room()};
    if (problem == http::error::body_limit) return {too_long(body.longest())};
    if (problem == http::error::header_limit) return {error_response(431, "the header is above 16 KiB")};
    if (problem == beast::error::timeout) return {};
    if (problem.category() == http::make_error_code(http::error::bad_method).category() &&
        problem != http::error::end_of_stream && problem != http::error::partial_message) {
        return {error_response(400, "this is no HTTP/1.1 request: " + problem.message())};
    }
    return {};
}

// All but the body.
std::optional<HttpRequest> request_of(const http::request_header<>& head, const HttpEntry& entry) {
    auto target = read_target({head.target().data(), head.target().size()});
    if (!target) return std::nullopt;
    HttpRequest request;
    request.method = std::string(head.method_string());
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    for (const auto& field : head) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
        request.fields[name] = std::string(field.value());
    }
    request.local = entry.door == Door::local;
    request.encrypted = entry.tls != nullptr;
    request.peer = entry.peer;
    request.names_certificate = entry.tls != nullptr && entry.tls->names(request.field("host"));
    return request;
}

class HttpSession {
public:
    HttpSession(Connections& all, Wire& wire, const HttpEntry& entry, Place& place)
        : all_(all), wire_(wire), entry_(entry), place_(place) {}

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

    asio::awaitable<std::optional<Unread>> read_head(Parser& parser) {
        place_.waits();
        if (buffer_.size() == 0) {
            const error_code nothing = co_await wait();
            if (nothing) co_return unread(nothing, parser.get().body());
        }
        wire_.socket().expires_after(10s);
        parser.get().body().hold(nullptr, body_at_most);
        const auto [problem, size] = co_await http::async_read_header(wire_, buffer_, parser, as_tuple);
        if (problem) co_return unread(problem, parser.get().body());
        co_return std::nullopt;
    }

    // Who shows nothing that opens something may send little: so all of them together never have all the room.
    asio::awaitable<std::optional<Unread>> read_body(Parser& parser, const HttpRequest& head) {
        if (parser.is_done()) co_return std::nullopt;
        const auto announced = parser.content_length();
        const bool little = announced && *announced <= body_of_anybody_at_most;
        const bool may_send_much = !little && (head.local || all_.application->may_send_much(head));
        RequestBody& body = parser.get().body();
        body.hold(head.local ? nullptr : &all_.bodies, may_send_much ? body_at_most : body_of_anybody_at_most);
        if (announced && *announced > body.longest()) co_return Unread{too_long(body.longest())};
        if (parser.get()[http::field::expect] == "100-continue") {
            http::response<http::empty_body> go_on{http::status::continue_, 11};
            co_await http::async_write(wire_, go_on, as_tuple);
        }
        place_.waits();
        wire_.socket().expires_after(30s);
        const auto [problem, size] = co_await http::async_read(wire_, buffer_, parser, as_tuple);
        if (problem) co_return unread(problem, body);
        co_return std::nullopt;
    }

    asio::awaitable<bool> write(HttpResponse response, unsigned version, bool keep_alive) {
        Message message{static_cast<http::status>(response.status), version};
        set_common(message, response, entry_.tls != nullptr);
        message.keep_alive(keep_alive);
        message.content_length(response.body.size());
        if (!head_alone_) message.body() = std::move(response.body);
        wire_.socket().expires_after(30s);
        const auto [problem, size] = co_await http::async_write(wire_, message, as_tuple);
        co_return !problem;
    }

    asio::awaitable<void> refuse(std::string_view target, const Unread& why, unsigned version) {
        if (!why.told) co_return;
        const bool written = co_await write(all_.application->refused(target, *why.told), version, false);
        if (written) co_await pass_over_the_rest();
    }

    // Who writes all before they read would never see the refusal of a connection that ended while they wrote.
    asio::awaitable<void> pass_over_the_rest() {
        place_.waits();
        all_.idle.insert(&wire_);
        error_code ignored;
        if (!entry_.tls) ignored = wire_.socket().socket().shutdown(asio::socket_base::shutdown_send, ignored);
        std::vector<char> piece(std::size_t{16} << 10U);
        wire_.socket().expires_after(1s);
        error_code problem;
        for (std::size_t all = 0, size = 0; !problem && all < passed_over_at_most && !all_.stopping; all += size) {
            std::tie(problem, size) = co_await wire_.async_read_some(asio::buffer(piece), as_tuple);
        }
        all_.idle.erase(&wire_);
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
        head_alone_ = false;
        Parser parser;
        parser.header_limit(header_at_most);
        parser.body_limit(body_at_most);
        if (const auto problem = co_await read_head(parser)) {
            co_await refuse(parser.get().target(), *problem, 11);
            co_return false;
        }
        const std::string target(parser.get().target());
        const unsigned version = parser.get().version();
        head_alone_ = parser.get().method() == http::verb::head;
        auto request = request_of(parser.get(), entry_);
        if (!request) {
            const Unread escape{error_response(400, "the path has an escape that is none")};
            co_await refuse(target, escape, version);
            co_return false;
        }
        if (const auto problem = co_await read_body(parser, *request)) {
            co_await refuse(target, *problem, version);
            co_return false;
        }
        place_.was_asked();
        wire_.socket().expires_never();
        request->body = parser.get().body().take();
        if (head_alone_) request->method = "GET";
        HttpResponse response = co_await answer_of(*request);
        if (response.opened) {
            const bool one_answer = co_await serve_stream(parser.get(), response);
            if (!one_answer) co_return false;
        }
        const bool goes_on = parser.get().keep_alive() && !all_.stopping;
        const bool written = co_await write(std::move(response), version, goes_on);
        co_return written&& goes_on;
    }

    // True when it got one answer instead.
    asio::awaitable<bool> serve_stream(const http::request_header<>& head, HttpResponse& response) {
        const auto upgrade = live_request_in(head);
        const bool is_live = response.status == 101;
        if (head_alone_) {
            response = error_response(405, "here is a stream, which has no HEAD; GET it");
            response.fields = {{"Allow", "GET"}};
            co_return true;
        }
        if (is_live && !upgrade) {
            response = error_response(426, "here are events over a WebSocket; send Upgrade: websocket");
            response.fields = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
            co_return true;
        }
        if (is_live) {
            co_await serve_live(all_, wire_, *upgrade, response);
        } else {
            co_await write_stream(std::move(response));
        }
        co_return false;
    }

    Connections& all_;
    Wire& wire_;
    const HttpEntry& entry_;
    Place& place_;
    beast::flat_buffer buffer_;
    bool head_alone_ = false;  // HEAD is asked: what GET would be answered, without its body
};

}  // namespace

asio::awaitable<void> serve_http(Connections& all, Wire::Socket::socket_type socket, HttpEntry entry) {
    Wire wire(std::move(socket), entry.tls.get());
    const Member member(all, wire);
    // Whoever works at this machine always comes in.
    Places& places = entry.door == Door::local ? all.local_http : all.http;
    Place place(places, network_of(entry.peer), [&wire] { wire.socket().close(); });
    if (!place.has()) co_return;
    const bool begun = co_await wire.begin(10s);
    if (!begun) co_return;
    HttpSession session(all, wire, entry, place);
    co_await session.run();
    co_await wire.end();
}

}  // namespace stormkeel
