// Reads only when everything before it is answered: a sender who floods waits for its acknowledgements.
#include "server/io/mllp_session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <string_view>

namespace stormkeel {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t read_at_once = std::size_t{16} << 10U;
constexpr auto handshake_lasts_at_most = 5s;
constexpr auto quiet_at_most = 24h;          // between two messages
constexpr auto message_lasts_at_most = 60s;  // from its first byte to its last

// Whose other side vanished without a word is asked after a minute of silence, and left after two.
constexpr int asked_after = 60;        // seconds
constexpr int asked_again_after = 15;  // seconds
constexpr int left_after = 120'000;    // milliseconds

void ask_the_silent(Wire::Socket::socket_type& socket) {
    error_code ignored;
    ignored = socket.set_option(asio::socket_base::keep_alive(true), ignored);
    const auto set = [&](int option, int value) {
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
    };
    set(TCP_KEEPIDLE, asked_after);
    set(TCP_KEEPINTVL, asked_again_after);
    set(TCP_USER_TIMEOUT, left_after);
}

// Told to the application for as long as it lives.
class Link {
public:
    Link(const Connections& all, MllpApplication& application, const MllpPeer& peer)
        : all_(all), application_(application), peer_(peer) {
        application_.opened(peer_);
    }
    ~Link() {
        if (!all_.stopping) application_.closed(peer_);
    }
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

private:
    const Connections& all_;
    MllpApplication& application_;
    const MllpPeer& peer_;
};

// Who sent a message: its MSH-3 and MSH-4 as they stand there, from one address.
std::string sender_of(const MllpPeer& peer, std::string_view message) {
    constexpr std::size_t longest = 200;
    std::string sender = peer.address;
    if (!message.starts_with("MSH") || message.size() < 5) return sender;
    const char separator = message[3];
    const std::size_t begin = message.find(separator, 4);
    if (begin == std::string_view::npos) return sender;
    const std::size_t middle = message.find(separator, begin + 1);
    const std::size_t end = middle == std::string_view::npos ? middle : message.find(separator, middle + 1);
    const std::size_t length = end == std::string_view::npos ? 0 : end - begin;
    return sender.append(message.substr(begin, std::min(length, longest)));
}

// The answers to the messages of one read. The application may come back when the connection is gone.
struct Awaited {
    std::vector<std::vector<std::string>> answers;
    std::size_t missing = 0;
    std::function<void()> ring;
};

// Rings while it lives.
class Ring {
public:
    Ring(Awaited& awaited, asio::steady_timer& bell) : awaited_(awaited) {
        awaited_.ring = [&bell] { bell.cancel(); };
    }
    ~Ring() { awaited_.ring = {}; }
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;

private:
    Awaited& awaited_;
};

class MllpSession {
public:
    MllpSession(Connections& all, Wire& wire, const MllpPeer& peer, MllpApplication& application)
        : all_(all), wire_(wire), peer_(peer), application_(application) {}

    asio::awaitable<void> run() {
        while (!all_.stopping) {
            const std::size_t size = co_await read();
            std::vector<Hl7Frame> frames;
            if (size > 0) {
                frames = deframer_.feed({piece_.data(), size});
            } else if (auto rest = deframer_.finish()) {
                frames.push_back(std::move(*rest));
            }
            bool goes_on = size > 0;
            if (!frames.empty()) {
                const bool told = co_await answer(std::move(frames));
                goes_on = goes_on && told;
            }
            if (!goes_on) co_return;
        }
    }

private:
    // How many bytes came; 0 at the end.
    asio::awaitable<std::size_t> read() {
        if (deframer_.inside()) {
            if (!under_way_) wire_.socket().expires_after(message_lasts_at_most);
        } else {
            wire_.socket().expires_after(quiet_at_most);
            all_.idle.insert(&wire_);
        }
        under_way_ = deframer_.inside();
        const auto [problem, size] = co_await wire_.async_read_some(asio::buffer(piece_), as_tuple);
        all_.idle.erase(&wire_);
        co_return problem ? 0 : size;
    }

    // Hands the messages over, waits for all answers, and sends them; false when nobody can be told any more.
    asio::awaitable<bool> answer(std::vector<Hl7Frame> frames) {
        wire_.socket().expires_never();
        asio::steady_timer bell(all_.context, std::chrono::steady_clock::time_point::max());
        const auto awaited = std::make_shared<Awaited>();
        awaited->answers.resize(frames.size());
        awaited->missing = frames.size();
        const Ring ring(*awaited, bell);
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const std::string sender = sender_of(peer_, frames[i].message);
            co_await all_.turns.take(sender);
            application_.take(peer_, std::move(frames[i]), [awaited, i](std::vector<std::string> answers) {
                awaited->answers[i] = std::move(answers);
                if (--awaited->missing == 0 && awaited->ring) awaited->ring();
            });
        }
        while (awaited->missing > 0) co_await bell.async_wait(as_tuple);
        std::string text;
        for (const auto& answers : awaited->answers) {
            for (const std::string& one : answers) text += hl7v2_framed(one);
        }
        under_way_ = false;
        if (text.empty()) co_return true;
        wire_.socket().expires_after(30s);
        const auto [problem, size] = co_await asio::async_write(wire_, asio::buffer(text), as_tuple);
        co_return !problem;
    }

    Connections& all_;
    Wire& wire_;
    const MllpPeer& peer_;
    MllpApplication& application_;
    Hl7Deframer deframer_;
    std::vector<char> piece_ = std::vector<char>(read_at_once);
    bool under_way_ = false;  // a message has begun, and its time runs
};

}  // namespace

asio::awaitable<void> serve_mllp(Connections& all, Wire::Socket::socket_type socket, std::string peer, MllpDoor door) {
    Wire wire(std::move(socket), door.tls.get());
    const Member member(all, wire);
    const auto close = [&wire] { wire.socket().close(); };
    {
        // Who has not shown yet who they are has no place among the senders.
        const Place handshake(all.mllp_handshakes, network_of(peer), close);
        if (!handshake.has()) co_return;
        const bool begun = co_await wire.begin(handshake_lasts_at_most);
        if (!begun) co_return;
    }
    Place place(all.mllp, host_of(peer), close);
    if (!place.has()) co_return;
    place.was_asked();
    ask_the_silent(wire.socket().socket());
    const MllpPeer sender{++all.mllp_connections, std::move(peer), wire.certificate_shown()};
    {
        const Link link(all, door.application, sender);
        MllpSession session(all, wire, sender, door.application);
        co_await session.run();
    }
    co_await wire.end();
}

}  // namespace stormkeel
