// The doors of the server, its clock, and its end; what comes through a door is served in server/io.
#include "server/http_server.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <exception>
#include <mutex>

#include "server/io/http_session.h"
#include "server/io/mllp_session.h"
#include "server/io/open_stream.h"

namespace stormkeel {

namespace {

using asio::ip::tcp;
using LocalSocket = asio::local::stream_protocol;
using namespace std::chrono_literals;

constexpr rlim_t files_wanted = 16'384;
// Not for callers: 64 senders of messages and 32 handshakes with more, the socket in the data folder, and files.
constexpr rlim_t files_kept = 64 + 32 + 64;

// Many slow readers must not use up what the machine allows at first.
void raise_open_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= files_wanted) return;
    limit.rlim_cur = std::min(files_wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// So many connections, or as many as there are files for.
std::size_t connections_of(std::size_t wanted) {
    constexpr std::size_t at_least = 16;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted + files_kept) return wanted;
    return limit.rlim_cur > files_kept + at_least ? limit.rlim_cur - files_kept : at_least;
}

// Opens a door; empty on success.
std::string open_door(tcp::acceptor& acceptor, const Listen& listen) {
    error_code problem;
    const auto address = asio::ip::make_address(listen.address, problem);
    if (problem) return listen.address + " is no address";
    const tcp::endpoint endpoint(address, listen.port);
    problem = acceptor.open(endpoint.protocol(), problem);
    if (!problem) problem = acceptor.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem) problem = acceptor.bind(endpoint, problem);
    if (!problem) problem = acceptor.listen(asio::socket_base::max_listen_connections, problem);
    if (!problem) return {};
    return listen.address + " port " + std::to_string(listen.port) + ": " + problem.message() +
           "; end what listens there, or give another port";
}

std::string open_local_door(LocalSocket::acceptor& acceptor, const std::string& path) {
    // Whoever holds the data folder's lock is alone in it: a socket that is there is a dead one's.
    ::unlink(path.c_str());
    error_code problem;
    problem = acceptor.open(LocalSocket(), problem);
    if (!problem) problem = acceptor.bind(LocalSocket::endpoint(path), problem);
    if (!problem && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) problem = asio::error::access_denied;
    if (!problem) problem = acceptor.listen(16, problem);
    return problem ? path + ": " + problem.message() : std::string();
}

std::string address_of(const tcp::socket& socket) {
    error_code problem;
    const auto endpoint = socket.remote_endpoint(problem);
    return problem ? std::string() : endpoint.address().to_string();
}

// `serve` makes the coroutine of one connection out of its socket.
template <typename Acceptor, typename Serve>
asio::awaitable<void> accept(Connections& all, Acceptor& acceptor, Serve serve) {
    while (!all.stopping) {
        auto [problem, socket] = co_await acceptor.async_accept(as_tuple);
        if (problem == asio::error::operation_aborted) co_return;
        if (problem) {
            // Out of file descriptors, most likely: those in use come free.
            asio::steady_timer pause(all.context, 100ms);
            co_await pause.async_wait(as_tuple);
            continue;
        }
        error_code ignored;
        if constexpr (std::is_same_v<Acceptor, tcp::acceptor>)
            ignored = socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(all.context, serve(std::move(socket)), end_connection);
    }
}

// Without its clock, or a door, a ward must not go on: whoever started it hears of it.
void end_all(const std::exception_ptr& why) {
    if (why) std::rethrow_exception(why);
}

asio::awaitable<void> tick(Connections& all, asio::steady_timer& clock) {
    while (!all.stopping) {
        clock.expires_after(std::chrono::milliseconds(all.application->tick()));
        co_await clock.async_wait(as_tuple);
    }
}

}  // namespace

struct HttpServer::Inside {
    // Whoever rings after the server has gone finds nobody.
    struct Bell {
        std::mutex mutex;
        asio::io_context* context = nullptr;
    };
    const std::shared_ptr<Bell> bell = std::make_shared<Bell>();

    ~Inside() {
        const std::lock_guard lock(bell->mutex);
        bell->context = nullptr;
    }

    void hang_up_bell() {
        bell->context = &all.context;
        all.application->wake_by([bell = bell] {
            const std::lock_guard lock(bell->mutex);
            if (bell->context != nullptr) asio::post(*bell->context, [] {});
        });
    }

    Connections all;
    std::shared_ptr<const Tls> tls;
    std::shared_ptr<const Tls> mllp_tls;
    MllpApplication* mllp = nullptr;
    tcp::acceptor acceptor{all.context};
    tcp::acceptor mllp_acceptor{all.context};
    LocalSocket::acceptor local_acceptor{all.context};
    std::string local_path;
    asio::steady_timer clock{all.context};
    asio::signal_set signals{all.context, SIGINT, SIGTERM};
    asio::steady_timer last_call{all.context};

    // Idle connections and streams end at once; those with a request under way get ten seconds.
    void begin_to_stop() {
        if (all.stopping) return;
        all.stopping = true;
        error_code ignored;
        ignored = acceptor.close(ignored);
        ignored = mllp_acceptor.close(ignored);
        ignored = local_acceptor.close(ignored);
        if (!local_path.empty()) ::unlink(local_path.c_str());
        clock.cancel();
        ignored = signals.cancel(ignored);
        for (Wire* wire : all.idle) wire->socket().cancel();
        for (Pieces* pieces : all.streams) pieces->close();
        last_call.expires_after(10s);
        last_call.async_wait([this](error_code problem) {
            if (!problem) all.context.stop();
        });
        watch_the_end();
    }

    void watch_the_end() {
        if (all.open.empty()) {
            last_call.cancel();
            return;
        }
        const auto look = std::make_shared<asio::steady_timer>(all.context, 20ms);
        look->async_wait([this, look](error_code) { watch_the_end(); });
    }

    void open_doors() {
        const auto from_network = [this](tcp::socket socket) {
            std::string peer = address_of(socket);
            return serve_http(all, std::move(socket), {Door::network, tls, std::move(peer)});
        };
        asio::co_spawn(all.context, accept(all, acceptor, from_network), end_all);
        if (local_acceptor.is_open()) {
            const auto from_here = [this](LocalSocket::socket socket) {
                return serve_http(all, std::move(socket), {Door::local});
            };
            asio::co_spawn(all.context, accept(all, local_acceptor, from_here), end_all);
        }
        if (mllp_acceptor.is_open()) {
            const auto from_feed = [this](tcp::socket socket) {
                std::string peer = address_of(socket);
                return serve_mllp(all, std::move(socket), std::move(peer), {*mllp, mllp_tls});
            };
            asio::co_spawn(all.context, accept(all, mllp_acceptor, from_feed), end_all);
        }
    }
};

HttpServer::HttpServer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
HttpServer::~HttpServer() = default;

std::variant<std::unique_ptr<HttpServer>, std::string> HttpServer::bind(const Listen& listen,
                                                                        HttpApplication& application) {
    auto inside = std::make_unique<Inside>();
    inside->all.application = &application;
    inside->tls = listen.tls;
    if (std::string wrong = open_door(inside->acceptor, listen); !wrong.empty()) return wrong;
    if (!listen.local_socket.empty()) {
        if (std::string wrong = open_local_door(inside->local_acceptor, listen.local_socket); !wrong.empty())
            return wrong;
        inside->local_path = listen.local_socket;
    }
    raise_open_files();
    inside->all.http.allow(connections_of(listen.most.connections), listen.most.of_one_network);
    inside->all.bodies.allow(listen.most.bytes_of_bodies);
    inside->hang_up_bell();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(inside)));
}

std::optional<std::string> HttpServer::listen_for_mllp(const Listen& listen, MllpApplication& application) {
    inside_->mllp = &application;
    inside_->mllp_tls = listen.tls;
    inside_->all.turns.allow(listen.most.messages_of_one_sender);
    std::string wrong = open_door(inside_->mllp_acceptor, listen);
    return wrong.empty() ? std::nullopt : std::optional(std::move(wrong));
}

std::uint16_t HttpServer::port() const { return inside_->acceptor.local_endpoint().port(); }
std::uint16_t HttpServer::mllp_port() const { return inside_->mllp_acceptor.local_endpoint().port(); }

namespace {

// All that is ready is taken in before it is kept: one sync of the disk for many requests. Who asks without an end
// makes something ready always, and nobody waits longer for the disk than this for that.
void take_in_what_is_ready(asio::io_context& context) {
    constexpr std::chrono::milliseconds longest{10};
    constexpr int between_looks = 16;  // at the clock
    const auto end = std::chrono::steady_clock::now() + longest;
    for (int taken = 1; context.poll_one() > 0; ++taken) {
        if (taken % between_looks == 0 && std::chrono::steady_clock::now() >= end) return;
    }
}

}  // namespace

void HttpServer::run() {
    Inside& inside = *inside_;
    inside.signals.async_wait([&](error_code problem, int) {
        if (!problem) inside.begin_to_stop();
    });
    inside.open_doors();
    asio::co_spawn(inside.all.context, tick(inside.all, inside.clock), end_all);
    while (inside.all.context.run_one() > 0) {
        take_in_what_is_ready(inside.all.context);
        inside.all.application->settle();
        inside.all.turns.next_round();
        if (inside.all.application->has_failed()) inside.begin_to_stop();
    }
}

void HttpServer::stop() {
    asio::post(inside_->all.context, [inside = inside_.get()] { inside->begin_to_stop(); });
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
