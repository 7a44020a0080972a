// Beast and Asio behind the plain values of http.h; no other file sees them.
#include "server/http_server.h"

#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <deque>
#include <set>

namespace stormkeel {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using LocalSocket = asio::local::stream_protocol;
using Stream = beast::basic_stream<asio::generic::stream_protocol>;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto as_tuple = asio::experimental::as_tuple(asio::use_awaitable);
constexpr std::size_t body_at_most = 16U << 20U;
constexpr std::uint32_t header_at_most = 16U << 10U;
constexpr std::size_t pieces_at_most = 256;  // of a stream whose reader does not keep up

enum class Door : std::uint8_t { network, local };

// Everything the connections of one server share; only its own thread touches it.
struct Shared {
    HttpApplication* application = nullptr;
    std::set<Stream*> connections;
    std::set<Stream*> idle;  // those between two requests
    std::set<class Pieces*> streams;
    bool stopping = false;
    asio::io_context context{1};  // last: what it still runs when it goes uses the rest
};

// The text of one stream that waits to be written. The application may hold it longer than there is a server: nothing
// of Asio is in it, and the bell belongs to the coroutine that writes.
class Pieces final : public EventStream {
public:
    bool write(std::string text) override {
        if (closed_) return false;
        if (waiting_.size() >= pieces_at_most) {
            close();
            return false;
        }
        waiting_.push_back(std::move(text));
        if (ring_) ring_();
        return true;
    }

    void close() {
        closed_ = true;
        if (ring_) ring_();
    }

    bool quiet() const { return waiting_.empty() && !closed_; }
    std::string take() {
        std::string text;
        for (; !waiting_.empty(); waiting_.pop_front()) text += waiting_.front();
        return text;
    }
    void on_news(std::function<void()> ring) { ring_ = std::move(ring); }

private:
    std::deque<std::string> waiting_;
    std::function<void()> ring_;
    bool closed_ = false;
};

// A stream that is being written: however the coroutine ends, the application finds it closed.
struct OpenStream {
    Shared& shared;
    std::shared_ptr<Pieces> pieces;
    asio::steady_timer bell;

    explicit OpenStream(Shared& shared_)
        : shared(shared_),
          pieces(std::make_shared<Pieces>()),
          bell(shared_.context, std::chrono::steady_clock::time_point::max()) {
        pieces->on_news([this] { bell.cancel(); });
        shared.streams.insert(pieces.get());
    }
    ~OpenStream() {
        pieces->on_news({});
        pieces->close();
        shared.streams.erase(pieces.get());
    }
    OpenStream(const OpenStream&) = delete;
    OpenStream& operator=(const OpenStream&) = delete;
};

using Message = http::response<http::string_body>;

Message message_of(HttpResponse response, unsigned version, bool keep_alive) {
    Message message{static_cast<http::status>(response.status), version};
    message.set(http::field::content_type, response.type);
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    message.set("Referrer-Policy", "no-referrer");
    for (const auto& [name, value] : response.fields) message.set(name, value);
    message.keep_alive(keep_alive);
    message.body() = std::move(response.body);
    message.prepare_payload();
    return message;
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

asio::awaitable<HttpResponse> answer_of(Shared& shared, const HttpRequest& request) {
    // The answer may come at once or later; the timer is the door it comes through.
    asio::steady_timer bell(shared.context, std::chrono::steady_clock::time_point::max());
    const auto answered = std::make_shared<std::optional<HttpResponse>>();
    shared.application->answer(request, [answered, &bell](HttpResponse response) {
        *answered = std::move(response);
        bell.cancel();
    });
    while (!*answered) co_await bell.async_wait(as_tuple);
    co_return std::move(**answered);
}

asio::awaitable<bool> write(Stream& stream, Message message) {
    stream.expires_after(30s);
    const auto [problem, size] = co_await http::async_write(stream, message, as_tuple);
    co_return !problem;
}

// A stream has no end of its own: it ends with its reader, or with the server.
asio::awaitable<void> write_stream(Shared& shared, Stream& stream, HttpResponse response) {
    http::response<http::empty_body> head{static_cast<http::status>(response.status), 11};
    head.set(http::field::content_type, response.type);
    head.set(http::field::cache_control, "no-store");
    head.keep_alive(false);
    http::response_serializer<http::empty_body> serializer{head};
    stream.expires_after(30s);
    const auto [problem, size] = co_await http::async_write_header(stream, serializer, as_tuple);
    if (problem) co_return;
    OpenStream open(shared);
    response.opened(open.pieces);
    while (!shared.stopping) {
        while (open.pieces->quiet()) co_await open.bell.async_wait(as_tuple);
        const std::string text = open.pieces->take();
        if (text.empty()) break;
        stream.expires_after(30s);
        const auto [failed, written] = co_await asio::async_write(stream, asio::buffer(text), as_tuple);
        if (failed) break;
    }
}

// One request and its answer; false: the connection is done with.
asio::awaitable<bool> serve_one(Shared& shared, Stream& stream, beast::flat_buffer& buffer, Door door) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(header_at_most);
    parser.body_limit(body_at_most);
    const bool waits = buffer.size() == 0;
    if (waits) shared.idle.insert(&stream);
    stream.expires_after(waits ? 60s : 10s);
    auto [problem, size] = co_await http::async_read_some(stream, buffer, parser, as_tuple);
    shared.idle.erase(&stream);
    if (!problem && !parser.is_header_done()) {
        stream.expires_after(10s);
        std::tie(problem, size) = co_await http::async_read_header(stream, buffer, parser, as_tuple);
    }
    if (!problem && !parser.is_done()) {
        if (parser.get()[http::field::expect] == "100-continue") {
            http::response<http::empty_body> go_on{http::status::continue_, 11};
            co_await http::async_write(stream, go_on, as_tuple);
        }
        stream.expires_after(30s);
        std::tie(problem, size) = co_await http::async_read(stream, buffer, parser, as_tuple);
    }
    if (problem) {
        auto refusal = refusal_of(problem);
        if (refusal) co_await write(stream, message_of(std::move(*refusal), 11, false));
        co_return false;
    }
    const bool keep_alive = parser.get().keep_alive();
    const unsigned version = parser.get().version();
    auto request = request_of(parser.release());
    if (!request) {
        co_await write(stream, message_of(error_response(400, "the path has an escape that is none"), version, false));
        co_return false;
    }
    request->local = door == Door::local;
    stream.expires_never();
    HttpResponse response = co_await answer_of(shared, *request);
    if (response.opened) {
        co_await write_stream(shared, stream, std::move(response));
        co_return false;
    }
    const bool goes_on = keep_alive && !shared.stopping;
    const bool written = co_await write(stream, message_of(std::move(response), version, goes_on));
    co_return written&& goes_on;
}

asio::awaitable<void> serve(Shared& shared, Stream::socket_type socket, Door door) {
    Stream stream(std::move(socket));
    shared.connections.insert(&stream);
    beast::flat_buffer buffer;
    while (co_await serve_one(shared, stream, buffer, door)) {
    }
    shared.connections.erase(&stream);
    error_code ignored;
    ignored = stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

template <typename Acceptor>
asio::awaitable<void> accept(Shared& shared, Acceptor& acceptor, Door door) {
    while (!shared.stopping) {
        auto [problem, socket] = co_await acceptor.async_accept(as_tuple);
        if (problem == asio::error::operation_aborted) co_return;
        if (problem) {
            // Out of file descriptors, most likely: those in use come free.
            asio::steady_timer pause(shared.context, 100ms);
            co_await pause.async_wait(as_tuple);
            continue;
        }
        error_code ignored;
        if constexpr (std::is_same_v<Acceptor, tcp::acceptor>)
            ignored = socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(shared.context, serve(shared, std::move(socket), door), asio::detached);
    }
}

asio::awaitable<void> tick(Shared& shared, asio::steady_timer& clock) {
    while (!shared.stopping) {
        clock.expires_after(std::chrono::milliseconds(shared.application->tick()));
        co_await clock.async_wait(as_tuple);
    }
}

}  // namespace

struct HttpServer::Inside {
    Shared shared;
    tcp::acceptor acceptor{shared.context};
    LocalSocket::acceptor local_acceptor{shared.context};
    std::string local_path;
    asio::steady_timer clock{shared.context};
    asio::signal_set signals{shared.context, SIGINT, SIGTERM};
    asio::steady_timer last_call{shared.context};

    // Idle connections and streams end at once; those with a request under way get ten seconds.
    void begin_to_stop() {
        if (shared.stopping) return;
        shared.stopping = true;
        error_code ignored;
        ignored = acceptor.close(ignored);
        ignored = local_acceptor.close(ignored);
        if (!local_path.empty()) ::unlink(local_path.c_str());
        clock.cancel();
        ignored = signals.cancel(ignored);
        for (Stream* stream : shared.idle) stream->cancel();
        for (Pieces* pieces : shared.streams) pieces->close();
        last_call.expires_after(10s);
        last_call.async_wait([this](error_code problem) {
            if (!problem) shared.context.stop();
        });
        watch_the_end();
    }

    void watch_the_end() {
        if (shared.connections.empty()) {
            last_call.cancel();
            return;
        }
        const auto look = std::make_shared<asio::steady_timer>(shared.context, 20ms);
        look->async_wait([this, look](error_code) { watch_the_end(); });
    }
};

HttpServer::HttpServer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
HttpServer::~HttpServer() = default;

std::variant<std::unique_ptr<HttpServer>, std::string> HttpServer::bind(const Listen& listen,
                                                                        HttpApplication& application) {
    auto inside = std::make_unique<Inside>();
    inside->shared.application = &application;
    error_code problem;
    const auto address = asio::ip::make_address(listen.address, problem);
    if (problem) return listen.address + " is no address";
    const tcp::endpoint endpoint(address, listen.port);
    problem = inside->acceptor.open(endpoint.protocol(), problem);
    if (!problem) problem = inside->acceptor.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem) problem = inside->acceptor.bind(endpoint, problem);
    if (!problem) problem = inside->acceptor.listen(asio::socket_base::max_listen_connections, problem);
    if (problem) {
        return listen.address + " port " + std::to_string(listen.port) + ": " + problem.message() +
               "; end what listens there, or give another port";
    }
    if (!listen.local_socket.empty()) {
        // Whoever holds the data folder's lock is alone in it: a socket that is there is a dead one's.
        ::unlink(listen.local_socket.c_str());
        problem = inside->local_acceptor.open(LocalSocket(), problem);
        if (!problem) problem = inside->local_acceptor.bind(LocalSocket::endpoint(listen.local_socket), problem);
        if (!problem && ::chmod(listen.local_socket.c_str(), S_IRUSR | S_IWUSR) != 0)
            problem = asio::error::access_denied;
        if (!problem) problem = inside->local_acceptor.listen(16, problem);
        if (problem) return listen.local_socket + ": " + problem.message();
        inside->local_path = listen.local_socket;
    }
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(inside)));
}

std::uint16_t HttpServer::port() const { return inside_->acceptor.local_endpoint().port(); }

void HttpServer::run() {
    Inside& inside = *inside_;
    inside.signals.async_wait([&](error_code problem, int) {
        if (!problem) inside.begin_to_stop();
    });
    asio::co_spawn(inside.shared.context, accept(inside.shared, inside.acceptor, Door::network), asio::detached);
    if (inside.local_acceptor.is_open()) {
        asio::co_spawn(inside.shared.context, accept(inside.shared, inside.local_acceptor, Door::local),
                       asio::detached);
    }
    asio::co_spawn(inside.shared.context, tick(inside.shared, inside.clock), asio::detached);
    // All that is ready is taken in before it is kept: one sync of the disk for many requests.
    while (inside.shared.context.run_one() > 0) {
        inside.shared.context.poll();
        inside.shared.application->settle();
        if (inside.shared.application->has_failed()) inside.begin_to_stop();
    }
}

void HttpServer::stop() {
    asio::post(inside_->shared.context, [inside = inside_.get()] { inside->begin_to_stop(); });
}

std::optional<Listen> read_listen(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    const std::string_view digits = text.substr(colon + 1);
    unsigned port = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9' || port > 65535) return std::nullopt;
        port = port * 10 + static_cast<unsigned>(digit - '0');
    }
    error_code problem;
    const auto read = asio::ip::make_address(std::string(address), problem);
    if (problem || digits.empty() || port > 65535) return std::nullopt;
    return Listen{read.to_string(), static_cast<std::uint16_t>(port)};
}

bool is_loopback(const Listen& listen) {
    error_code problem;
    const auto address = asio::ip::make_address(listen.address, problem);
    return !problem && address.is_loopback();
}

}  // namespace stormkeel
